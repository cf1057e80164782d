package plumbline.bench.store;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import plumbline.server.LocalCluster;

/** What the store is meant to reach, beside throughput: one number each. Every part runs in a JVM of its own. */
public enum Aim {
    /** The pause between two commits when a leader ends. */
    FAILOVER("ms from a leader's last commit to the next one's first", 250, "2g") {
        private static final int STOPS = 20;

        @Override
        double[] measure(Path directory, double fraction) throws Exception {
            return Failover.pauses(directory, portion(STOPS, fraction));
        }
    },
    /** From the start of the JVM of all three servers to the next commit, behind 200,000 entries. */
    RESTART("s from the start of the JVM to a commit, three servers with 200,000 entries each", 2.5, "2g") {
        private static final int ENTRIES = 200_000;

        @Override
        void prepare(Path directory, double fraction) throws Exception {
            try (LocalCluster cluster = LocalCluster.in(directory, 3, UnaryOperator.identity())) {
                Filling.fill(cluster, portion(ENTRIES, fraction));
            }
        }

        @Override
        double[] measure(Path directory, double fraction) throws Exception {
            try (LocalCluster cluster = LocalCluster.in(directory, 3, UnaryOperator.identity())) {
                Filling.fill(cluster, 1);
                return new double[] {
                    (System.currentTimeMillis()
                                    - ManagementFactory.getRuntimeMXBean().getStartTime())
                            / 1e3
                };
            }
        }
    },
    /** Heap that is in use after a full collection, with 1,000,000 entries; the heap's limit is the aim. */
    MEMORY("MB of heap in use, one server with 1,000,000 entries of 100-byte values", 500, "500m") {
        private static final int ENTRIES = 1_000_000;

        @Override
        double[] measure(Path directory, double fraction) throws Exception {
            try (LocalCluster cluster = LocalCluster.start(1, directory, UnaryOperator.identity())) {
                Filling.fill(cluster, portion(ENTRIES, fraction));
                System.gc();
                return new double[] {
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6
                };
            }
        }
    },
    /** How much slower a store is whose log is long: two clusters side by side, in turns. */
    APPEND("times as long for a commit behind 1,000,000 entries as behind a few, 16 clients", 1.1, "6g") {
        private static final int ENTRIES = 1_000_000;
        private static final int CLIENTS = 16;
        private static final int TURNS = 12;

        @Override
        double[] measure(Path directory, double fraction) throws Exception {
            try (PlumblineStore few = PlumblineStore.atLeader(directory);
                    PlumblineStore many = PlumblineStore.atLeader(directory)) {
                many.fill(portion(ENTRIES, fraction));
                double seconds = Math.max(0.2, fraction);
                ClosedLoop onFew = new ClosedLoop(few, CLIENTS);
                ClosedLoop onMany = new ClosedLoop(many, CLIENTS);
                onFew.run(seconds, seconds);
                onMany.run(seconds, seconds);
                double[] ratios = new double[portion(TURNS, fraction)];
                for (int turn = 0; turn < ratios.length; turn++) {
                    double rate = onFew.run(0, seconds).commitsPerSecond();
                    ratios[turn] = rate / onMany.run(0, seconds).commitsPerSecond();
                }
                return ratios;
            }
        }
    };

    private final String meaning;
    private final double most;
    private final String heap;

    Aim(String meaning, double most, String heap) {
        this.meaning = meaning;
        this.most = most;
        this.heap = heap;
    }

    /** What is counted, in words that follow a number. */
    String meaning() {
        return meaning;
    }

    /** What the median should stay below. */
    double most() {
        return most;
    }

    /** The limit of the heap, as java takes it. */
    String heap() {
        return heap;
    }

    /** The name in tables and on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Aim of(String title) {
        return Arrays.stream(values())
                .filter(aim -> aim.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no aim '" + title + "'"));
    }

    /**
     * What must be done before, in another JVM.
     *
     * @param fraction of the sizes that the aim is about
     */
    void prepare(Path directory, double fraction) throws Exception {}

    /** Measures it, perhaps several times. */
    abstract double[] measure(Path directory, double fraction) throws Exception;

    private static int portion(int whole, double fraction) {
        return Math.max(1, (int) (whole * fraction));
    }
}
