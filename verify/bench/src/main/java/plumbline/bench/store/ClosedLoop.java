package plumbline.bench.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * So many threads that write one value after the other, each waiting for its commit. Keys have 16 bytes, values 100, as in
 * the figures that the peers are known by.
 */
final class ClosedLoop {
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 100;
    private static final int KEYS = 10_000;

    private final ReplicatedStore store;
    private final int threads;

    ClosedLoop(ReplicatedStore store, int threads) {
        this.store = store;
        this.threads = threads;
    }

    /** Warms up, then measures. */
    Result run(double warmUpSeconds, double seconds) throws InterruptedException, ExecutionException {
        during(warmUpSeconds);
        long start = System.nanoTime();
        long[] latencies = during(seconds);
        return Result.of(latencies, (System.nanoTime() - start) / 1e9);
    }

    private long[] during(double seconds) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        try {
            List<Future<long[]>> loops = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loops.add(clients.submit(() -> loop(end)));
            }
            long[] all = {};
            for (Future<long[]> loop : loops) {
                long[] some = loop.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + some.length);
                System.arraycopy(some, 0, all, before, some.length);
            }
            return all;
        } finally {
            clients.shutdown();
            clients.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private long[] loop(long end) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long[] latencies = new long[1 << 12];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            byte[] key = new byte[KEY_BYTES];
            ByteBuffer.wrap(key).putLong(random.nextInt(KEYS));
            byte[] value = new byte[VALUE_BYTES];
            random.nextBytes(value);
            store.put(key, value);
            long after = System.nanoTime();
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = after - now;
            now = after;
        }
        return Arrays.copyOf(latencies, count);
    }

    /** What came of it; times in milliseconds. */
    record Result(double commitsPerSecond, double median, double percentile99) {
        private static Result of(long[] latencies, double seconds) {
            Arrays.sort(latencies);
            return new Result(
                    latencies.length / seconds,
                    latencies[latencies.length / 2] / 1e6,
                    latencies[(int) (latencies.length * 0.99)] / 1e6);
        }

        /** In one line of {@code name=value}. */
        String line() {
            return String.format(Locale.ROOT, "commits=%.1f p50=%.4f p99=%.4f", commitsPerSecond, median, percentile99);
        }
    }
}
