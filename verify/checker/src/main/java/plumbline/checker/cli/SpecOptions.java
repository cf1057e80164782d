package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plumbline.checker.spec.Spec;
import plumbline.checker.spec.Tlc;
import plumbline.checker.world.Bounds;

/** Which spec, and how TLC is run. */
final class SpecOptions {
    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = "A spec with the constants, variables and actions of ours (default: the one in plumb.jar).")
    private @Nullable Path spec;

    @Option(names = "--java", paramLabel = "PATH", description = "The java that runs TLC (default: the one in use).")
    private @Nullable Path java;

    Spec spec() throws IOException {
        return spec == null ? Spec.ours() : Spec.read(spec);
    }

    Tlc tlc() {
        return java == null ? Tlc.here() : Tlc.here().with(java);
    }

    /** @throws BadUsageException if the spec has no such network */
    static Bounds checked(Bounds bounds) {
        if (bounds.network().consumes()) {
            throw new BadUsageException("--network is bag, the spec has the set network only");
        }
        return bounds;
    }
}
