package plumbline.simulation.swarm;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import plumbline.checker.linearize.HistoryRecorder;
import plumbline.checker.linearize.Kind;
import plumbline.checker.linearize.Limits;
import plumbline.checker.linearize.Linearizability;
import plumbline.checker.linearize.Model;
import plumbline.checker.linearize.Report;
import plumbline.checker.linearize.Verdict;
import plumbline.checker.linearize.Violation;
import plumbline.server.wire.CompareAndSet;
import plumbline.server.wire.StoreCommand;
import plumbline.simulation.ClusterFailure;
import plumbline.simulation.Operation;
import plumbline.simulation.Operation.Outcome;

/**
 * What the store's clients were told, judged without a look at the servers: is there an order in which
 * it is true? That the log's order is one is checked on the way; this does not believe it. Most histories are judged in no
 * time; the few that would take long, with many outcomes unknown, are left to the other check.
 */
final class ClientsHistory {
    /** A write's answer when it changed nothing: a delete of an absent key, or a compare-and-set that was refused. */
    static final String UNCHANGED = "unchanged";

    private static final Limits LIMITS = new Limits(Duration.ofMillis(300), 256L << 20);

    /** Something that a client did, at a moment. */
    private record Moment(long time, boolean answer, Runnable told) {}

    private ClientsHistory() {}

    /**
     * Whether the history could be judged; too many unknown outcomes can make it take too long.
     *
     * @throws ClusterFailure if it is not linearizable
     */
    static boolean isLinearizable(List<Operation> operations) {
        HistoryRecorder recorder = new HistoryRecorder();
        List<Moment> moments = new ArrayList<>();
        int number = 0;
        for (Operation operation : operations) {
            number++;
            int process = number;
            StoreCommand command = StoreRequests.parsed(operation.command());
            if (command.hasOpenSession()) {
                continue;
            }
            moments.add(new Moment(operation.invoked(), false, () -> call(recorder, process, command)));
            if (operation.ended() != Operation.OPEN) {
                moments.add(new Moment(operation.ended(), true, () -> answer(recorder, process, operation, command)));
            }
        }
        if (moments.isEmpty()) {
            return true;
        }
        // What ends at the moment at which something else begins did not come before it: nobody can tell.
        moments.sort(Comparator.comparingLong(Moment::time).thenComparing(Moment::answer));
        moments.forEach(moment -> moment.told.run());
        Report report =
                Linearizability.check(recorder.history(Model.KEY_VALUE), Model.KEY_VALUE, null, LIMITS, looked -> {});
        if (report.verdict() == Verdict.VIOLATED) {
            Violation violation = report.violations().get(0);
            throw new ClusterFailure("not linearizable: of key " + violation.shownKey() + ", "
                    + violation.misplaced().words() + " has no place. " + violation.reason());
        }
        return report.verdict() == Verdict.LINEARIZABLE;
    }

    private static void call(HistoryRecorder recorder, int process, StoreCommand command) {
        switch (command.getOperationCase()) {
            case GET -> recorder.call(process, Kind.READ, text(command.getGet().getKey()), null);
            case PUT ->
                recorder.call(
                        process,
                        Kind.WRITE,
                        text(command.getPut().getKey()),
                        text(command.getPut().getValue()));
            case APPEND ->
                recorder.call(
                        process,
                        Kind.APPEND,
                        text(command.getAppend().getKey()),
                        text(command.getAppend().getValue()));
            case DELETE ->
                recorder.call(process, Kind.DELETE, text(command.getDelete().getKey()), null);
            case COMPARE_AND_SET -> {
                CompareAndSet cas = command.getCompareAndSet();
                recorder.call(
                        process,
                        Kind.CAS,
                        text(cas.getKey()),
                        Arrays.asList(cas.hasExpected() ? text(cas.getExpected()) : null, text(cas.getValue())));
            }
            case OPEN_SESSION, OPERATION_NOT_SET -> throw new IllegalArgumentException("no operation on a key");
        }
    }

    private static String text(ByteString bytes) {
        return bytes.toStringUtf8();
    }

    private static void answer(HistoryRecorder recorder, int process, Operation operation, StoreCommand command) {
        if (operation.outcome() == Outcome.REFUSED) {
            recorder.fail(process);
        } else if (operation.outcome() != Outcome.APPLIED) {
            recorder.info(process);
        } else if (command.hasCompareAndSet() && operation.result().equals(UNCHANGED)) {
            recorder.mismatch(process);
        } else {
            boolean value = command.hasGet() && !operation.result().isEmpty();
            recorder.ok(process, value ? operation.result() : null);
        }
    }
}
