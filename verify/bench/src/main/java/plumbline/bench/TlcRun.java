package plumbline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TLC in a JVM of its own, on copies of the spec.
 *
 * @param spec the folder of {@code Raft.tla}
 * @param workers TLC's threads
 * @param heap of the JVM
 * @param limit how long it may take
 */
record TlcRun(Path spec, int workers, String heap, Duration limit) {
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");
    private static final String PLAIN = "Raft";
    private static final String SYMMETRIC = "SymmetricRaft";

    /** Explores the bounds of {@code row}, with {@code symmetry} one state of those that differ by a renumbering. */
    Side explore(Row row, boolean symmetry) throws IOException {
        Path model = spec.resolve("models").resolve(row.model());
        if (!Files.isReadable(model)) {
            throw new IllegalArgumentException("no model " + model);
        }
        Path scratch = Files.createTempDirectory("bench-tlc");
        try {
            for (String module : List.of(PLAIN, SYMMETRIC)) {
                Files.copy(spec.resolve(module + ".tla"), scratch.resolve(module + ".tla"));
            }
            String config = Files.readString(model) + (symmetry ? renumbering(row.servers()) : "");
            return explore(scratch, symmetry ? SYMMETRIC : PLAIN, config);
        } finally {
            delete(scratch);
        }
    }

    /** What a model needs besides, as the spec's README tells. */
    private static String renumbering(int servers) {
        String names = IntStream.rangeClosed(1, servers).mapToObj(i -> "s" + i).collect(Collectors.joining(", "));
        return "\nCONSTANTS\n    Names = {" + names + "}\n    Server <- Named\nSYMMETRY Renumberings\n";
    }

    private Side explore(Path scratch, String module, String config) throws IOException {
        Path file = Files.writeString(scratch.resolve(module + ".cfg"), config);
        Measurement run = Measurement.ofJava(
                List.of(
                        "-XX:+UseParallelGC",
                        "-Xmx" + heap,
                        "-Djava.io.tmpdir=" + scratch,
                        "tlc2.TLC",
                        "-workers",
                        Integer.toString(workers),
                        "-metadir",
                        scratch.resolve("states").toString(),
                        "-config",
                        file.toString(),
                        scratch.resolve(module + ".tla").toString()),
                limit);
        run.check("TLC");
        Matcher counts = COUNTS.matcher(run.output());
        if (!counts.find()) {
            throw new IllegalStateException("TLC did not say how many states there are: " + run.lastLine());
        }
        return Side.of(Long.parseLong(counts.group(2)), Long.parseLong(counts.group(1)), run);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
