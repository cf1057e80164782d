package plumbline.checker.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.world.Bounds;

/** Sets of vectors for tests. */
public final class Vectors {
    /** Where the small ones are kept. */
    public static final Path DIRECTORY = Path.of("../../traces/vectors");

    private Vectors() {}

    /** Those of {@code dialect} within {@code bounds}. */
    public static VectorSet of(Bounds bounds, Dialect dialect) {
        Report report =
                Explorer.explore(Options.of(bounds).with(dialect).reducedBy(Set.of(Reduction.values())), Progress.NONE);
        return VectorSet.of(bounds, dialect, report);
    }

    /** The same, written into {@code directory}. */
    public static Path write(VectorSet vectors, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "vectors", ".jsonl");
        StringBuilder text = new StringBuilder();
        vectors.write(text);
        return Files.writeString(file, text);
    }

    /** The file for {@code bounds} among those that are kept. */
    public static Path kept(Bounds bounds) {
        return DIRECTORY.resolve("servers-" + bounds.servers() + "-terms-" + bounds.terms() + "-entries-"
                + bounds.entries() + "-restarts-" + bounds.restarts() + ".jsonl");
    }
}
