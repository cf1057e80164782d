package plumbline.simulation.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.StepRecorder;

/** Tests of the lab under simulated time, each on many seeds. */
public final class LabBatch {
    /**
     * A test that failed.
     *
     * @param test the test
     * @param seed the seed
     * @param reason what was wrong
     */
    public record Failure(LabTest test, long seed, Throwable reason) {}

    private final List<LabTest> tests;
    private final StepFunction rules;
    private final long first;
    private final long total;
    private final AtomicLong next = new AtomicLong();
    private final List<Failure> failures = new ArrayList<>();

    /** {@code tests}, each on {@code seeds} seeds from {@code first} on. */
    public LabBatch(List<LabTest> tests, StepFunction rules, long first, long seeds) {
        this.tests = List.copyOf(tests);
        this.rules = rules;
        this.first = first;
        total = seeds * tests.size();
    }

    /** How many runs there are in all. */
    public long total() {
        return total;
    }

    /**
     * Runs them all in {@code threads} threads; seed by seed, so that each test comes to its turn early.
     *
     * @param progress is told how many runs are over, from any thread
     * @return what failed, lowest seeds first
     */
    public List<Failure> run(int threads, LongConsumer progress) {
        List<Thread> workers = new ArrayList<>();
        AtomicLong over = new AtomicLong();
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(
                    () -> {
                        for (long number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
                            runOne(tests.get((int) (number % tests.size())), first + number / tests.size());
                            progress.accept(over.incrementAndGet());
                        }
                    },
                    "lab-" + i);
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
        synchronized (failures) {
            return failures.stream()
                    .sorted(java.util.Comparator.comparingLong(Failure::seed))
                    .toList();
        }
    }

    private void runOne(LabTest test, long seed) {
        try {
            test.run(Lab.Conditions.simulated(seed).with(rules, StepRecorder.NONE));
        } catch (RuntimeException | Error reason) {
            synchronized (failures) {
                failures.add(new Failure(test, seed, reason));
            }
        }
    }
}
