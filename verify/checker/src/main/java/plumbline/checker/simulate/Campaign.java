package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Many random schedules, on several threads, up to the first that breaks something. What it finds does not depend on how
 * many threads there are.
 *
 * @param simulation what to run
 * @param seed of the first schedule; the others have the seeds that follow
 * @param schedules how many at most; 1 or more
 * @param threads how many at a time; 1 to 1,000
 */
public record Campaign(Simulation simulation, long seed, int schedules, int threads) {
    private static final int AT_A_TIME = 16;
    private static final int MOST_THREADS = 1_000;

    /**
     * What came of it.
     *
     * @param schedules how many were run, up to the violation if there was one
     * @param tally how much happened in them
     * @param violating the first schedule, by its seed, that breaks something
     */
    public record Result(int schedules, Tally tally, Optional<Simulation.Result> violating) {}

    /** @throws IllegalArgumentException naming the field that is out of range */
    public Campaign {
        if (schedules < 1) {
            throw new IllegalArgumentException("schedules is " + schedules + ", must be 1 or more");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 1 to " + MOST_THREADS);
        }
    }

    /**
     * Runs the schedules.
     *
     * @param progress is told now and then how many are done, on the caller's thread
     */
    public Result run(LongConsumer progress) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Tally tally = Tally.NOTHING;
            for (int done = 0; done < schedules; ) {
                for (Simulation.Result result : some(done, pool)) {
                    done++;
                    tally = tally.plus(result.tally());
                    if (result.violation().isPresent()) {
                        return new Result(done, tally, Optional.of(result));
                    }
                }
                progress.accept(done);
            }
            return new Result(schedules, tally, Optional.empty());
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Simulation.Result> some(int done, ExecutorService pool) throws InterruptedException {
        List<Future<Simulation.Result>> running = LongStream.range(
                        done, Math.min(schedules, (long) done + (long) AT_A_TIME * threads))
                .mapToObj(number -> pool.submit(() -> simulation.run(seed + number)))
                .toList();
        List<Simulation.Result> results = new ArrayList<>();
        for (Future<Simulation.Result> each : running) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
