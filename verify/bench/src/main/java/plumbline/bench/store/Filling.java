package plumbline.bench.store;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreCommand;

/** Puts a log in place: many writes under way at once, all committed in the end. */
final class Filling {
    private static final int UNDER_WAY = 1_024;
    private static final int KEYS = 10_000;
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
    private final Random random = new Random(1);

    private Filling() {}

    /** Has {@code cluster} commit so many writes. */
    static void fill(LocalCluster cluster, int entries) throws InterruptedException {
        Filling filling = new Filling();
        ClientOptions options = ClientOptions.DEFAULTS.withDeadline(PATIENCE);
        try (KvClient client = new KvClient(cluster.addresses(), Optional.empty(), options)) {
            for (int i = 0; i < entries; i++) {
                filling.room.acquire();
                var unused = client.submit(filling.put()).whenComplete((result, failure) -> filling.done(failure));
            }
            filling.room.acquire(UNDER_WAY);
        }
        Throwable failure = filling.trouble.get();
        if (failure != null) {
            throw new IllegalStateException("a write failed", failure);
        }
    }

    private StoreCommand put() {
        byte[] key = new byte[KEY_BYTES];
        ByteBuffer.wrap(key).putLong(random.nextInt(KEYS));
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return Commands.put(ByteString.copyFrom(key), ByteString.copyFrom(value));
    }

    private void done(@Nullable Throwable failure) {
        if (failure != null) {
            trouble.compareAndSet(null, failure);
        }
        room.release();
    }
}
