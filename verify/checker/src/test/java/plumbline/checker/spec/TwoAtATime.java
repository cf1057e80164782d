package plumbline.checker.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** TLC takes one core, and most of a short run is the start of a JVM: so two at a time. */
final class TwoAtATime {
    private TwoAtATime() {}

    /** What {@code work} makes of each, or the exception with which it failed. */
    static <K, T> Map<K, Future<T>> each(List<K> keys, Function<K, Callable<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        Map<K, Future<T>> futures = new LinkedHashMap<>();
        keys.forEach(key -> futures.put(key, threads.submit(work.apply(key))));
        threads.shutdown();
        return futures;
    }

    static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
