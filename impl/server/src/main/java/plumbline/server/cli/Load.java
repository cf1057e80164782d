package plumbline.server.cli;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import plumbline.core.Command;
import plumbline.runtime.ProposalOutcome;
import plumbline.server.KvServer;
import plumbline.server.LocalCluster;
import plumbline.server.client.KvClient;
import plumbline.server.client.KvException;
import plumbline.server.store.Commands;

/** Closed-loop writers: each thread writes, waits for the answer, and writes again. */
final class Load {
    /**
     * What came of it.
     *
     * @param latenciesNanos of the writes that were acknowledged
     * @param seconds from the first write to the last answer
     * @param failed how many writes were not acknowledged
     */
    record Outcome(Histogram latenciesNanos, double seconds, long failed) {}

    /** One write; whether it was acknowledged. */
    @FunctionalInterface
    private interface Writer {
        boolean write(ByteString key, ByteString value);
    }

    private static final List<ByteString> KEYS = IntStream.range(0, 10_000)
            .mapToObj(number -> ByteString.copyFromUtf8(String.format(Locale.ROOT, "key-%012d", number)))
            .toList();
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Writer writer;

    private Load(Writer writer) {
        this.writer = writer;
    }

    /** Through the client library. */
    static Load through(KvClient client) {
        return new Load((key, value) -> {
            try {
                client.put(key, value);
                return true;
            } catch (KvException failed) {
                return false;
            }
        });
    }

    /** Handed to the leader of a cluster in this process, without a network in between; to the next one, if it changes. */
    static Load into(LocalCluster cluster) {
        return new Load((key, value) -> {
            Command put = Commands.encoded(Commands.put(key, value));
            long giveUp = System.nanoTime() + LONGEST_NANOS;
            while (System.nanoTime() - giveUp < 0) {
                Optional<KvServer> leader = cluster.leader();
                if (leader.isPresent() && leader.get().propose(put).join() instanceof ProposalOutcome.Applied) {
                    return true;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return false;
        });
    }

    Outcome run(int threads, int valueBytes, int seconds) throws InterruptedException {
        AtomicLong failed = new AtomicLong();
        List<Histogram> histograms = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        long begun = System.nanoTime();
        long end = begun + TimeUnit.SECONDS.toNanos(seconds);
        for (int number = 0; number < threads; number++) {
            Histogram histogram = new Histogram(LONGEST_NANOS, 3);
            histograms.add(histogram);
            Random random = new Random(number);
            Thread thread = new Thread(() -> write(random, valueBytes, end, histogram, failed), "writer-" + number);
            thread.setDaemon(true);
            writers.add(thread);
            thread.start();
        }
        for (Thread thread : writers) {
            thread.join();
        }
        double took = (System.nanoTime() - begun) / 1e9;
        Histogram all = new Histogram(LONGEST_NANOS, 3);
        histograms.forEach(all::add);
        return new Outcome(all, took, failed.get());
    }

    private void write(Random random, int valueBytes, long end, Histogram histogram, AtomicLong failed) {
        byte[] bytes = new byte[valueBytes];
        random.nextBytes(bytes);
        ByteString value = ByteString.copyFrom(bytes);
        while (true) {
            long begun = System.nanoTime();
            if (begun - end >= 0) {
                return;
            }
            if (writer.write(KEYS.get(random.nextInt(KEYS.size())), value)) {
                histogram.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begun));
            } else {
                failed.incrementAndGet();
            }
        }
    }
}
