package plumbline.checker.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work that takes long and tells nothing until it is done, as TLC's; meanwhile a line says how long it has taken. */
final class Background {
    private final StatusLine progress;
    private final int atOnce;

    /** For so many pieces of work at once. */
    Background(StatusLine progress, int atOnce) {
        this.progress = progress;
        this.atOnce = atOnce;
    }

    /** Does all of it, and hands out the results in their order, each as soon as it and those before it are done. */
    <T> void run(String what, List<Callable<T>> work, Consumer<T> done) throws IOException {
        long started = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<T>> futures = new ArrayList<>();
            work.forEach(piece -> futures.add(threads.submit(piece)));
            for (Future<T> future : futures) {
                while (true) {
                    try {
                        T result = future.get(1, TimeUnit.SECONDS);
                        progress.end();
                        done.accept(result);
                        break;
                    } catch (TimeoutException stillAtIt) {
                        long ready = futures.stream().filter(Future::isDone).count();
                        progress.show(what + ": " + ready + " of " + futures.size() + " done, "
                                + Numbers.seconds((System.nanoTime() - started) / 1e9));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            progress.end();
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    /** What is left removes its files when it is interrupted, which should not outlast this process. */
    private static void awaitEnd(ExecutorService threads) {
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
