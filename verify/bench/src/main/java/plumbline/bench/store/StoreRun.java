package plumbline.bench.store;

import java.nio.file.Path;

/** One contestant under load in a JVM of its own, reported in one line of {@code name=value}. */
public final class StoreRun {
    private StoreRun() {}

    /** Takes the contestant, the threads, the seconds of warm-up and of measuring, and an empty directory. */
    public static void main(String[] arguments) throws Exception {
        try (ReplicatedStore store = Contestant.of(arguments[0]).start(Path.of(arguments[4]))) {
            ClosedLoop.Result result = new ClosedLoop(store, Integer.parseInt(arguments[1]))
                    .run(Double.parseDouble(arguments[2]), Double.parseDouble(arguments[3]));
            System.out.println(result.line());
        }
        // A peer's threads may outlive it.
        System.exit(0);
    }
}
