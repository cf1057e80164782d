package plumbline.checker.walk;

import java.nio.file.Path;
import java.util.Optional;
import plumbline.checker.Mutants;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.Bounds;

/** Where tests walk. */
final class Walks {
    private Walks() {}

    /** Three servers of which any votes twice in a term; traces go to {@code directory}. */
    static WalkSettings votingTwice(Path directory, long maxWorlds) {
        return new WalkSettings(
                Bounds.of(3, 1, 1, 0),
                "some bounds",
                Mutants.VOTES_TWICE,
                Optional.of("voter-grants-two-votes"),
                maxWorlds,
                trace -> {
                    Path file = directory.resolve(trace.header().name() + ".jsonl");
                    TraceWriter.write(trace, file);
                    return file;
                });
    }
}
