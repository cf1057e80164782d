package plumbline.checker.conform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

/**
 * Holds an implementation against the core.
 *
 * <p>For a Java class, in a test:
 *
 * <pre>{@code
 * ConformanceReport report = Conformance.of(new MyRaftAdapter()).vectors(Path.of("vectors.jsonl"));
 * assertTrue(report.agrees(), report.toString());
 * }</pre>
 */
public final class Conformance {
    private static final int MOST = 64;

    private final Subject<?> subject;
    private final LongConsumer progress;

    private Conformance(Subject<?> subject, LongConsumer progress) {
        this.subject = subject;
        this.progress = progress;
    }

    /** Examines a Java class that differs in nothing. */
    public static Conformance of(Implementation<?> implementation) {
        return of(implementation, Profile.DEFAULT);
    }

    /** Examines a Java class that differs as {@code profile} says. */
    public static Conformance of(Implementation<?> implementation, Profile profile) {
        return new Conformance(new ImplementationSubject<>(implementation, profile), count -> {});
    }

    /**
     * Examines what an adapter speaks for. Who started it closes it.
     *
     * @param progress is told how many answers came
     */
    public static Conformance of(AdapterProcess adapter, LongConsumer progress) {
        return new Conformance(adapter, progress);
    }

    /**
     * Asks every vector in {@code file}.
     *
     * @throws plumbline.checker.trace.TraceFormatException naming file, line and field, if it holds none
     * @throws IOException if it cannot be read
     */
    public ConformanceReport vectors(Path file) throws IOException {
        try (VectorReader vectors = VectorReader.open(file)) {
            return vectors(vectors);
        }
    }

    /** Asks every vector that is left in {@code vectors}. */
    public ConformanceReport vectors(VectorReader vectors) throws IOException {
        return VectorExamination.run(vectors, subject, progress);
    }

    /**
     * Runs random clusters in which the implementation plays every server, up to the first step that disagrees. That one
     * comes with a schedule that is as short as can be: no choice of it can be left out.
     *
     * @param servers in the cluster; 1 to 9
     * @param schedules how many
     * @param steps how many choices in each; 1 or more
     * @param seed the same seed gives the same schedules
     */
    public ConformanceReport lockstep(int servers, int schedules, int steps, long seed) {
        return Lockstep.run(bounds(servers, steps), schedules, steps, seed, subject, progress);
    }

    /** Room for as many elections, entries and crashes as fit into a schedule. */
    private static Bounds bounds(int servers, int steps) {
        int some = Math.min(MOST, 2 + steps / 10);
        return new Bounds(servers, some, some, 2, 2, Math.min(MOST, 1 + steps / 40), Cluster.UNLIMITED, Network.SET);
    }
}
