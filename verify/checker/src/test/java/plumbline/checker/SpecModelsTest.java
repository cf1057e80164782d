package plumbline.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;

/**
 * The models in {@code spec/models}, as they stand there, run by TLC in a JVM of its own: every property holds, and the
 * unreduced explorer counts as many worlds and the same depth. The same where states that differ by a renumbering of the
 * servers are one: for TLC, because servers are interchangeable names; for the explorer, by its reduction.
 */
class SpecModelsTest {
    private static final Path SPEC =
            Path.of("..", "..", "spec").toAbsolutePath().normalize();
    private static final Pattern FOUND = Pattern.compile("([0-9]+) distinct states found");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is ([0-9]+)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"servers-1-terms-2-entries-2-restarts-1", "servers-2-terms-2-entries-1-restarts-1"})
    void tlcFindsWhatTheExplorerFinds(String model) throws IOException, InterruptedException {
        String config = Files.readString(SPEC.resolve("models").resolve(model + ".cfg"));
        assertAsMany(tlc("Raft", config), Options.of(bounds(config)));
    }

    private static void assertAsMany(String said, Options options) {
        Report report = Explorer.explore(options, Progress.NONE);
        assertEquals(Verdict.HOLDS, report.verdict());
        assertTrue(said.contains("Model checking completed. No error has been found."), said);
        assertEquals(last(FOUND, said), report.worlds());
        // TLC counts the first state, too.
        assertEquals(last(DEPTH, said), report.depth() + 1);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "servers-2-terms-2-entries-2-window-1",
                "servers-2-terms-2-entries-2",
                "servers-2-terms-2-entries-2-restarts-1",
                "servers-2-terms-3-entries-1",
                "servers-3-terms-1-entries-1",
                "servers-3-terms-1-entries-1-restarts-1",
                "servers-3-terms-2-entries-0"
            })
    void tlcFindsWhatTheExplorerFindsAtLargerBounds(String model) throws IOException, InterruptedException {
        tlcFindsWhatTheExplorerFinds(model);
    }

    @Test
    void tlcFindsAsManyStatesUpToRenumberingAsTheExplorer() throws IOException, InterruptedException {
        String model = Files.readString(SPEC.resolve("models").resolve("servers-3-terms-1-entries-1-restarts-1.cfg"));
        assertAsManyUpToRenumbering(model.replace("MaxEntries = 1", "MaxEntries = 0"));
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "servers-2-terms-2-entries-1-restarts-1",
                "servers-2-terms-3-entries-1",
                "servers-3-terms-1-entries-1",
                "servers-3-terms-1-entries-1-restarts-1",
                "servers-3-terms-2-entries-0"
            })
    void tlcFindsAsManyStatesUpToRenumberingAtLargerBounds(String model) throws IOException, InterruptedException {
        assertAsManyUpToRenumbering(Files.readString(SPEC.resolve("models").resolve(model + ".cfg")));
    }

    private void assertAsManyUpToRenumbering(String config) throws IOException, InterruptedException {
        Bounds bounds = bounds(config);
        String names = IntStream.rangeClosed(1, bounds.servers())
                .mapToObj(server -> "s" + server)
                .collect(Collectors.joining(", ", "{", "}"));
        String said = tlc(
                "SymmetricRaft",
                config + "\nCONSTANTS\n    Names = " + names + "\n    Server <- Named\nSYMMETRY Renumberings\n");
        assertAsMany(said, Options.of(bounds).reducedBy(EnumSet.of(Reduction.SYMMETRY)));
    }

    private String tlc(String module, String config) throws IOException, InterruptedException {
        for (String file : List.of("Raft.tla", "SymmetricRaft.tla")) {
            Files.copy(SPEC.resolve(file), directory.resolve(file));
        }
        Files.writeString(directory.resolve(module + ".cfg"), config);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "tlc2.TLC",
                        // With more, the depth may come out too large.
                        "-workers",
                        "1",
                        "-metadir",
                        directory.resolve("meta").toString(),
                        "-config",
                        module + ".cfg",
                        module + ".tla"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode = process.waitFor();
        String said = Files.readString(output);
        assertEquals(0, exitCode, said);
        return said;
    }

    private static Bounds bounds(String config) {
        return new Bounds(
                constant(config, "Servers"),
                constant(config, "MaxTerm"),
                constant(config, "MaxEntries"),
                1,
                constant(config, "MaxBurst"),
                constant(config, "MaxRestarts"),
                constant(config, "Window"),
                Network.SET);
    }

    private static int constant(String config, String name) {
        return (int) last(Pattern.compile("\\b" + name + " = ([0-9]+)"), config);
    }

    private static long last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        long value = -1;
        while (matcher.find()) {
            value = Long.parseLong(matcher.group(1));
        }
        return value;
    }
}
