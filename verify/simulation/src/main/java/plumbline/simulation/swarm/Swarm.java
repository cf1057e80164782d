package plumbline.simulation.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.StepRecorder;

/**
 * Runs from one seed on, each by itself, until it is told to stop or one fails. Which fails first may depend on how fast the
 * threads are; what a seed does never does.
 */
public final class Swarm {
    /**
     * How far it is.
     *
     * @param runs how many runs are over
     * @param steps the steps that all their servers made
     * @param simulatedNanos the time that passed for them
     * @param operations what their clients asked
     * @param coverage what happened
     * @param failure the failed run of the lowest seed, if there is one
     */
    public record Tally(
            long runs,
            long steps,
            long simulatedNanos,
            long operations,
            Coverage coverage,
            Optional<SwarmRun.Result> failure) {}

    private final StepFunction rules;
    private final AtomicLong next;
    private final long end;
    private final Coverage coverage = new Coverage();
    private long runs;
    private long steps;
    private long simulatedNanos;
    private long operations;
    private SwarmRun.@Nullable Result failure;

    /**
     * A swarm that has not begun.
     *
     * @param rules what the servers follow
     * @param seed the first run's seed; each next one is higher by one
     * @param runs how many runs at most
     */
    public Swarm(StepFunction rules, long seed, long runs) {
        this.rules = rules;
        next = new AtomicLong(seed);
        end = seed + runs;
    }

    /**
     * Runs in {@code threads} threads, until one run fails, all are over or {@code stop} holds.
     *
     * @param progress is told of each run that is over
     */
    public Tally run(int threads, BooleanSupplier stop, Consumer<Tally> progress) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(() -> work(stop, progress), "swarm-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return tally();
    }

    private void work(BooleanSupplier stop, Consumer<Tally> progress) {
        while (!stop.getAsBoolean() && tally().failure().isEmpty()) {
            long seed = next.getAndIncrement();
            if (seed >= end) {
                return;
            }
            SwarmRun.Result result;
            try {
                result = SwarmRun.run(seed, rules, StepRecorder.NONE);
            } catch (RuntimeException | Error e) {
                result = new SwarmRun.Result(seed, "", Optional.of(e), new Coverage(), 0, 0, List.of());
            }
            add(result);
            progress.accept(tally());
        }
    }

    private synchronized void add(SwarmRun.Result result) {
        runs++;
        steps += result.steps();
        simulatedNanos += result.simulatedNanos();
        operations += result.operations().size();
        coverage.add(result.coverage());
        if (result.failure().isPresent() && (failure == null || result.seed() < failure.seed())) {
            failure = result;
        }
    }

    private synchronized Tally tally() {
        return new Tally(runs, steps, simulatedNanos, operations, coverage.copy(), Optional.ofNullable(failure));
    }
}
