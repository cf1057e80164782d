package plumbline.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import plumbline.checker.linearize.HistoryRecorder;
import plumbline.checker.linearize.Kind;
import plumbline.checker.linearize.Limits;
import plumbline.checker.linearize.Linearizability;
import plumbline.checker.linearize.Model;
import plumbline.checker.linearize.Report;
import plumbline.checker.linearize.Verdict;
import plumbline.simulation.ClusterFailure;
import plumbline.simulation.Operation;
import plumbline.simulation.Operation.Outcome;

/**
 * What the clients of a {@link KeyValueMachine} were told, judged without a look at the servers: is there an order in which
 * it is true? That the log's order is one is checked on the way; this does not believe it. Most histories are judged in no
 * time; the few that would take long, with many outcomes unknown, are left to the other check.
 */
final class ClientsHistory {
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
            moments.add(new Moment(operation.invoked(), false, () -> call(recorder, process, operation)));
            if (operation.ended() != Operation.OPEN) {
                moments.add(new Moment(operation.ended(), true, () -> answer(recorder, process, operation)));
            }
        }
        // What ends at the moment at which something else begins did not come before it: nobody can tell.
        moments.sort(Comparator.comparingLong(Moment::time).thenComparing(Moment::answer));
        moments.forEach(moment -> moment.told.run());
        Report report =
                Linearizability.check(recorder.history(Model.KEY_VALUE), Model.KEY_VALUE, null, LIMITS, looked -> {});
        if (report.verdict() == Verdict.VIOLATED) {
            throw new ClusterFailure("not linearizable: " + report.violations().get(0));
        }
        return report.verdict() == Verdict.LINEARIZABLE;
    }

    private static void call(HistoryRecorder recorder, int process, Operation operation) {
        String[] words = operation.command().toString().split(" ", 4);
        Kind kind = switch (words[1]) {
            case "put" -> Kind.WRITE;
            case "append" -> Kind.APPEND;
            default -> Kind.READ;
        };
        recorder.call(process, kind, words[2], kind == Kind.READ ? null : words[3]);
    }

    private static void answer(HistoryRecorder recorder, int process, Operation operation) {
        if (operation.outcome() == Outcome.APPLIED) {
            boolean read = operation.command().toString().split(" ", 4)[1].equals("get");
            recorder.ok(process, read && !operation.result().isEmpty() ? operation.result() : null);
        } else if (operation.outcome() == Outcome.REFUSED) {
            recorder.fail(process);
        } else {
            recorder.info(process);
        }
    }
}
