package plumbline.faults;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.HistoryRecorder;
import plumbline.checker.linearize.Kind;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.client.KvException;
import plumbline.server.net.ClusterAddresses;

/** Clients that read and write a few keys, all at once, and take down every call and answer. */
final class Clients {
    private static final int CLIENTS = 6;
    private static final int KEYS = 5;
    private static final int LONGEST_VALUE = 200;
    private static final int MUCH = 40 * 1_024;
    private static final long PAUSE_MILLIS = 3;
    private static final ClientOptions PATIENCE =
            new ClientOptions(Duration.ofSeconds(20), Duration.ofMillis(500), 64 * 1_024);

    private final HistoryRecorder history;
    private final AtomicLong processes = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final List<KvClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Clients(ClusterAddresses cluster, HistoryRecorder history) {
        this.history = history;
        for (int i = 0; i < CLIENTS; i++) {
            KvClient client = new KvClient(cluster, Optional.empty(), PATIENCE);
            Random random = new Random(i);
            Thread thread = new Thread(() -> work(client, random), "client-" + i);
            clients.add(client);
            threads.add(thread);
            thread.start();
        }
    }

    private void work(KvClient client, Random random) {
        long process = processes.incrementAndGet();
        while (!stopping) {
            if (!operation(client, process, random)) {
                // Whose last operation may still happen does nothing else any more.
                process = processes.incrementAndGet();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether its outcome is known. */
    private boolean operation(KvClient client, long process, Random random) {
        String key = "key-" + random.nextInt(KEYS);
        String value = process + "." + acknowledged.get() + ";";
        ByteString bytes = ByteString.copyFromUtf8(key);
        try {
            switch (random.nextInt(4)) {
                case 0 -> {
                    history.call(process, Kind.READ, key, null);
                    history.ok(process, text(client.get(bytes)));
                }
                case 1 -> {
                    history.call(process, Kind.WRITE, key, value);
                    client.put(bytes, ByteString.copyFromUtf8(value));
                    history.ok(process, null);
                }
                case 2 -> {
                    history.call(process, Kind.READ, key, null);
                    String before = text(client.get(bytes));
                    history.ok(process, before);
                    compareAndSet(client, process, key, before, value);
                }
                default -> {
                    history.call(process, Kind.APPEND, key, value);
                    client.append(bytes, ByteString.copyFromUtf8(value));
                    history.ok(process, null);
                }
            }
            acknowledged.incrementAndGet();
            return true;
        } catch (KvException failure) {
            if (failure.kind() == KvException.Kind.OUTCOME_UNKNOWN) {
                history.info(process);
                unknown.incrementAndGet();
                return false;
            }
            history.fail(process);
            return true;
        }
    }

    private void compareAndSet(KvClient client, long process, String key, @Nullable String expected, String value) {
        // Appended to what was there, so that values tell their past; anew when that gets long.
        String next = expected == null || expected.length() > LONGEST_VALUE ? value : expected + value;
        List<@Nullable String> change = Arrays.asList(expected, next);
        history.call(process, Kind.CAS, key, change);
        boolean changed = client.compareAndSet(
                ByteString.copyFromUtf8(key),
                expected == null ? null : ByteString.copyFromUtf8(expected),
                ByteString.copyFromUtf8(next));
        if (changed) {
            history.ok(process, null);
        } else {
            history.mismatch(process);
        }
    }

    private static @Nullable String text(Optional<ByteString> value) {
        return value.map(ByteString::toStringUtf8).orElse(null);
    }

    /** Waits until so many more operations were acknowledged. */
    void awaitMore(int operations, Duration atMost) throws InterruptedException {
        long goal = acknowledged.get() + operations;
        long end = System.nanoTime() + atMost.toNanos();
        while (acknowledged.get() < goal) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        (goal - acknowledged.get()) + " of " + operations + " operations missing after " + atMost);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Writes long values to a key that nobody else looks at. */
    void writeMuchWhile(BooleanSupplier condition, Duration atMost) {
        ByteString key = ByteString.copyFromUtf8("much");
        ByteString value = ByteString.copyFrom(new byte[MUCH]);
        long end = System.nanoTime() + atMost.toNanos();
        while (condition.getAsBoolean() && System.nanoTime() < end) {
            clients.get(0).put(key, value);
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long unknown() {
        return unknown.get();
    }

    /** Lets every client finish the operation that it is at, and then reads each key once more. */
    void finish() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        long process = processes.incrementAndGet();
        for (int key = 0; key < KEYS; key++) {
            history.call(process, Kind.READ, "key-" + key, null);
            history.ok(process, text(clients.get(0).get(ByteString.copyFromUtf8("key-" + key))));
        }
    }

    /** Calls that are under way fail. */
    void end() throws InterruptedException {
        stopping = true;
        for (KvClient client : clients) {
            client.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
