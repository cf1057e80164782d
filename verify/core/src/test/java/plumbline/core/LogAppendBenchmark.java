package plumbline.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Does a long log make appending dear? The cost of one append to a log of 1,000,000 entries against one of 1,000, of one
 * client request to a leader with such logs, and the memory that an entry takes.
 *
 * <pre>{@code
 * mvn -q -pl verify/core -am test-compile
 * java -cp impl/core/target/classes:verify/core/target/test-classes plumbline.core.LogAppendBenchmark
 * }</pre>
 *
 * <p>The two lengths take turns in short rounds, so that whatever else the machine does meets both. A round appends through
 * whole leaves of the log, so that cheap and dear places in a leaf are met alike.
 */
final class LogAppendBenchmark {
    private static final int SMALL = 1_000;
    private static final int LARGE = 1_000_000;
    private static final int ROUNDS = 201;
    private static final int WARM_UP = 1_000;
    private static final int APPENDS = 1_024;

    private LogAppendBenchmark() {}

    public static void main(String[] arguments) {
        Entry entry = new Entry(1, Command.of(new byte[100]));
        Log small = Log.EMPTY.append(Collections.nCopies(SMALL, entry));
        Log large = Log.EMPTY.append(Collections.nCopies(LARGE, entry));
        compare("append of one entry", () -> appendTo(small, entry), () -> appendTo(large, entry));
        compare("client request of one command, 3 servers", () -> askLeaderOf(small), () -> askLeaderOf(large));
        printMemory();
    }

    private static int appendTo(Log log, Entry entry) {
        Log grown = log;
        for (int i = 0; i < APPENDS; i++) {
            grown = grown.append(entry);
        }
        return grown.hashCode();
    }

    private static int askLeaderOf(Log log) {
        ServerState leader = Scene.leader(1, log);
        Event request = Scene.client(1, 1, 1);
        int sent = 0;
        for (int i = 0; i < APPENDS; i++) {
            Step step = Raft.step(leader, request);
            leader = step.state();
            sent += step.messages().size();
        }
        return sent + leader.log().hashCode();
    }

    private static void compare(String what, IntSupplier small, IntSupplier large) {
        double[] smallNanos = new double[ROUNDS];
        double[] largeNanos = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        int used = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            boolean smallFirst = round % 2 == 0;
            long start = System.nanoTime();
            used += (smallFirst ? small : large).getAsInt();
            long between = System.nanoTime();
            used += (smallFirst ? large : small).getAsInt();
            long end = System.nanoTime();
            if (round >= 0) {
                double first = (double) (between - start) / APPENDS;
                double second = (double) (end - between) / APPENDS;
                smallNanos[round] = smallFirst ? first : second;
                largeNanos[round] = smallFirst ? second : first;
                ratios[round] = largeNanos[round] / smallNanos[round];
            }
        }
        System.out.println(what + " (" + ROUNDS + " rounds of " + APPENDS + ", checksum " + used + ")");
        print("  log of 1,000, ns", smallNanos);
        print("  log of 1,000,000, ns", largeNanos);
        print("  ratio", ratios);
    }

    private static void print(String what, double[] values) {
        Arrays.sort(values);
        System.out.printf(
                Locale.ROOT,
                "%-24s median %8.2f   middle half %8.2f to %8.2f   all %8.2f to %8.2f%n",
                what,
                values[values.length / 2],
                values[values.length / 4],
                values[values.length * 3 / 4],
                values[0],
                values[values.length - 1]);
    }

    /** What the heap holds more for a log of 1,000,000 entries, each with a command of its own. */
    private static void printMemory() {
        long before = usedMemory();
        List<Entry> batch = new ArrayList<>();
        Log log = Log.EMPTY;
        for (int i = 0; i < LARGE; i++) {
            batch.add(new Entry(1, Command.of(new byte[100])));
            if (batch.size() == 1_000) {
                log = log.append(batch);
                batch.clear();
            }
        }
        long after = usedMemory();
        System.out.printf(
                Locale.ROOT,
                "memory for an entry with a command of 100 bytes, in a log of %d: %.1f bytes%n",
                log.lastIndex(),
                (double) (after - before) / LARGE);
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            runtime.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
