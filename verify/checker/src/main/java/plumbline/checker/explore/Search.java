package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.property.Violation;

/**
 * The search, level by level, with several threads that always find the same.
 *
 * <p>A level is taken batch by batch, in the order of {@link Worlds.Level}; {@link Expander} does the work. Whether to stop
 * is decided between batches.
 */
final class Search {
    private static final long NANOSECONDS_BETWEEN_REPORTS = 200_000_000;
    private static final long NANOSECONDS_BETWEEN_CHECKPOINTS = 600_000_000_000L;
    private static final long RESERVED_BYTES =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Model model;
    private final Progress progress;
    private final long started;
    private final Worlds worlds;
    private final Edges edges;
    private final Expander expander;
    private final Execution execution;
    private final @Nullable Checkpoint checkpoint;

    /** Let go when memory runs out, so that there is some for the report. */
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] spare = new byte[4 << 20];

    /**
     * By shard: how many worlds came from whole batches. What else a batch has found that memory cut short is not kept: it
     * is found again, and only then judged and counted.
     */
    private final int[] inWholeBatches = new int[Worlds.SHARDS];

    /** The level being expanded, and how much of it is done. */
    private int level;

    private long done;
    /** Transitions before this run of the program. */
    private long before;

    private long transitions;
    private long expanded;
    private long reported;
    private long saved;
    private @Nullable String incomplete;
    private @Nullable Violation violation;
    private long violating;

    Search(Model model, Execution execution, Crew crew, Progress progress, long started) {
        this.model = model;
        this.progress = progress;
        this.started = started;
        this.execution = execution;
        checkpoint = execution.workDirectory().map(Checkpoint::new).orElse(null);
        saved = started;
        worlds = new Worlds(model);
        edges = model.goals.wanted != 0 && !execution.resume() ? Edges.ofHeap() : new Edges(false, 0);
        expander = new Expander(model, crew, worlds, edges);
    }

    /**
     * Explores until nothing is new or there is a reason to stop.
     *
     * @throws CheckpointException if the search cannot be resumed
     */
    void run() {
        try {
            if (checkpoint != null && execution.resume()) {
                checkpoint.read(model, this::read);
            }
            if (worlds.size() == 0) {
                begin();
            }
            while (finished() && level < worlds.levels()) {
                expandLevel();
                if (finished()) {
                    if (worlds.size() > worlds.ended()) {
                        worlds.endLevel();
                    }
                    level++;
                    done = 0;
                }
            }
        } catch (OutOfMemoryError full) {
            outOfMemory();
        } catch (BoundsTooLargeException tooLarge) {
            incomplete = tooLarge.getMessage();
        }
    }

    /** Stops the search early, with a checkpoint if there is a place for one. */
    void stop(String why) {
        incomplete = why;
        if (checkpoint != null) {
            try {
                checkpoint.write(model, this::write);
                incomplete += "; --resume goes on from " + checkpoint.file();
            } catch (IOException e) {
                incomplete += "; and no checkpoint could be written: " + e;
            }
        }
    }

    /** Whether it was asked to stop. */
    boolean asked() {
        return execution.stop().getAsBoolean();
    }

    /** Removes the checkpoint of a search that has come to its end. */
    void end() {
        try {
            if (checkpoint != null) {
                checkpoint.remove();
            }
        } catch (IOException e) {
            // It stays, and is of no harm: whoever resumes it finds the same.
        }
    }

    private void write(DataOutput out) throws IOException {
        model.contexts.write(out);
        model.views.write(out);
        model.taken.write(out);
        worlds.write(out, inWholeBatches);
        out.writeInt(level);
        out.writeLong(done);
        out.writeLong(transitions);
        out.writeLong(expanded);
    }

    private void read(DataInput in) throws IOException {
        model.contexts.read(in);
        model.views.read(in);
        model.taken.read(in);
        worlds.read(in);
        worlds.sizes(inWholeBatches);
        level = in.readInt();
        done = in.readLong();
        before = in.readLong();
        transitions = before;
        expanded = in.readLong();
    }

    Worlds worlds() {
        return worlds;
    }

    /** The steps between them; not open if they were not all noted. */
    Edges edges() {
        return edges;
    }

    /** Whether every world was expanded and none violates anything. */
    boolean finished() {
        return violation == null && incomplete == null;
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    long violating() {
        return violating;
    }

    Optional<String> incomplete() {
        return Optional.ofNullable(incomplete);
    }

    long transitions() {
        return transitions;
    }

    /** The last level that has a world. */
    int depth() {
        return worlds.size() > worlds.ended() ? worlds.levels() : worlds.levels() - 1;
    }

    private void save(Checkpoint to) {
        try {
            to.write(model, this::write);
        } catch (IOException e) {
            stop("the work directory cannot be written: " + e);
        }
    }

    void outOfMemory() {
        spare = null;
        edges.giveUp();
        stop("memory ran out: " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap are full");
    }

    private void begin() {
        expander.begin();
        decide();
        worlds.endLevel();
        worlds.sizes(inWholeBatches);
    }

    private void expandLevel() {
        Worlds.Level all = worlds.level(level);
        while (done < all.size() && finished()) {
            look();
            if (finished()) {
                long to = Math.min(all.size(), done + Expander.WORLDS_IN_A_BATCH);
                expander.expand(all, done, to);
                decide();
                expanded += to - done;
                transitions = before + expander.transitions();
                done = to;
                worlds.sizes(inWholeBatches);
            }
        }
        // A step that breaks a property by itself comes after all worlds of its level.
        if (finished() && model.taken.offended()) {
            findOffender(all);
        }
    }

    private @Nullable Violation judge(long number) {
        int[] world = new int[model.width];
        worlds.read(number, world);
        int[] states = new int[model.servers];
        model.states(world, 0, states);
        return model.judge.judge(states, world[model.servers]);
    }

    private void decide() {
        for (long violator : expander.violators()) {
            if (violation == null && violator >= 0) {
                violation = judge(violator);
                violating = violator;
            }
        }
        if (violation == null && worlds.size() >= model.options.maxWorlds()) {
            incomplete = "the limit of " + model.options.maxWorlds() + " worlds was reached";
        }
    }

    /** Finds the first world of a level that leads to a step which breaks a property by itself. */
    private void findOffender(Worlds.Level level) {
        Offences offences = new Offences(model);
        int[] world = new int[model.width];
        Successors successors = new Successors(model);
        level.each(0, level.size(), number -> {
            violating = number;
            worlds.read(number, world);
            violation = offences.in(world);
            if (violation == null) {
                successors.expandWithoutSymmetry(world, successor -> {
                    violation = offences.in(successor);
                    return violation == null;
                });
            }
            return violation == null;
        });
        if (violation == null) {
            throw new IllegalStateException("a step that no world takes");
        }
    }

    private void look() {
        if (isFull() && edges.open()) {
            edges.giveUp();
        }
        if (isFull()) {
            outOfMemory();
            return;
        }
        long now = System.nanoTime();
        if (asked()) {
            stop("interrupted");
        } else if (checkpoint != null && now - saved > NANOSECONDS_BETWEEN_CHECKPOINTS) {
            save(checkpoint);
            saved = System.nanoTime();
        }
        if (now - reported > NANOSECONDS_BETWEEN_REPORTS) {
            reported = now;
            progress.at(new Progress.Sample(
                    worlds.size(), expanded, transitions, level, usedBytes(), (now - started) / 1e9));
        }
    }

    private static boolean isFull() {
        if (usedBytes() + RESERVED_BYTES > Runtime.getRuntime().maxMemory()) {
            System.gc();
        }
        return usedBytes() + RESERVED_BYTES > Runtime.getRuntime().maxMemory();
    }

    private static long usedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
