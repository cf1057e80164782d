package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.property.Violation;

/**
 * The search, level by level, with several threads that always find the same.
 *
 * <p>A level is taken batch by batch, in the order of {@link Worlds.Level}. First the threads share out the worlds of a
 * batch and collect their successors, each few worlds in a {@link Harvest} of their own. Then they share out the shards:
 * whoever has one brings in what belongs there, harvest by harvest. So each shard receives the same worlds in the same
 * order, whichever thread does it and however many there are; and nothing needs a lock. Whether to stop is decided between
 * batches.
 */
final class Search {
    private static final int WORLDS_IN_A_TASK = 1 << 9;
    private static final int TASKS_IN_A_BATCH = 1 << 7;
    private static final int FEW_SUCCESSORS = 1 << 11;
    private static final long NANOSECONDS_BETWEEN_REPORTS = 200_000_000;
    private static final long NANOSECONDS_BETWEEN_CHECKPOINTS = 600_000_000_000L;
    private static final long RESERVED_BYTES =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Model model;
    private final Crew crew;
    private final Progress progress;
    private final long started;
    private final Worlds worlds;
    private final Member[] members;
    private final Harvest[] harvests = new Harvest[TASKS_IN_A_BATCH];
    private final boolean whole;
    private final long mostWorlds;
    private final Execution execution;
    private final @Nullable Checkpoint checkpoint;

    /** Let go when memory runs out, so that there is some for the report. */
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] spare = new byte[4 << 20];

    /** By shard: the first violating world of the batch, or -1. */
    private final long[] violators = new long[Worlds.SHARDS];

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
        this.crew = crew;
        this.progress = progress;
        this.started = started;
        this.execution = execution;
        checkpoint = execution.workDirectory().map(Checkpoint::new).orElse(null);
        saved = started;
        worlds = new Worlds(model);
        whole = model.normalizer.inForce().isEmpty();
        mostWorlds = model.options.maxWorlds();
        members = new Member[execution.threads()];
        Arrays.setAll(members, member -> new Member());
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
        stop("memory ran out: " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap are full");
    }

    private void begin() {
        Harvest harvest = new Harvest(model);
        harvest.add(new Successors(model).initial());
        Arrays.fill(violators, -1);
        harvest.bringAll(worlds.shards, members[0]::arrived);
        decide();
        worlds.endLevel();
        worlds.sizes(inWholeBatches);
    }

    private void expandLevel() {
        Worlds.Level all = worlds.level(level);
        long batch = (long) WORLDS_IN_A_TASK * TASKS_IN_A_BATCH;
        while (done < all.size() && finished()) {
            look();
            if (finished()) {
                long to = Math.min(all.size(), done + batch);
                expand(all, done, to);
                done = to;
            }
        }
        // A step that breaks a property by itself comes after all worlds of its level.
        if (finished() && model.taken.offended()) {
            findOffender(all);
        }
    }

    private void expand(Worlds.Level level, long from, long to) {
        int tasks = (int) ((to - from + WORLDS_IN_A_TASK - 1) / WORLDS_IN_A_TASK);
        crew.share(tasks, (task, member) -> {
            Harvest harvest = harvests[task] == null ? new Harvest(model) : harvests[task];
            harvests[task] = harvest;
            harvest.clear();
            long start = from + (long) task * WORLDS_IN_A_TASK;
            members[member].expand(level, start, Math.min(to, start + WORLDS_IN_A_TASK), harvest);
        });
        long successors = 0;
        for (int task = 0; task < tasks; task++) {
            successors += harvests[task].count();
        }
        Arrays.fill(violators, -1);
        if (successors <= FEW_SUCCESSORS || worlds.size() + successors >= mostWorlds) {
            for (int task = 0; task < tasks && worlds.size() < mostWorlds; task++) {
                harvests[task].bringAll(worlds.shards, members[0]::arrivedAndCounted);
            }
        } else {
            crew.share(Worlds.SHARDS, (shard, member) -> {
                for (int task = 0; task < tasks; task++) {
                    harvests[task].bring(shard, worlds.shards[shard], members[member]::arrived);
                }
            });
        }
        decide();
        expanded += to - from;
        transitions = before;
        for (Member member : members) {
            transitions += member.transitions;
        }
        worlds.sizes(inWholeBatches);
    }

    private @Nullable Violation judge(long number) {
        int[] world = new int[model.width];
        worlds.read(number, world);
        int[] states = new int[model.servers];
        model.states(world, 0, states);
        return model.judge.judge(states, world[model.servers]);
    }

    private void decide() {
        for (long violator : violators) {
            if (violation == null && violator >= 0) {
                violation = judge(violator);
                violating = violator;
            }
        }
        if (violation == null && worlds.size() >= mostWorlds) {
            incomplete = "the limit of " + mostWorlds + " worlds was reached";
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
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        if (used + RESERVED_BYTES > runtime.maxMemory()) {
            System.gc();
            used = runtime.totalMemory() - runtime.freeMemory();
            if (used + RESERVED_BYTES > runtime.maxMemory()) {
                outOfMemory();
                return;
            }
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
            progress.at(new Progress.Sample(worlds.size(), expanded, transitions, level, used, (now - started) / 1e9));
        }
    }

    /** What one thread has to itself. */
    private final class Member {
        private final Successors successors = new Successors(model);
        private final Symmetry symmetry = new Symmetry(model);
        private final int[] world = new int[model.width];
        private long transitions;

        void expand(Worlds.Level level, long from, long to, Harvest harvest) {
            Successors.Visitor visitor = successor -> {
                harvest.add(successor);
                return true;
            };
            level.each(from, to, number -> {
                worlds.read(number, world);
                if (whole) {
                    transitions += choices();
                }
                countDrops();
                successors.expand(world, visitor);
                return true;
            });
            if (!whole) {
                transitions += harvest.count();
            }
            harvest.sort();
        }

        boolean arrivedAndCounted(int shard, int number) {
            arrived(shard, number);
            return mostWorlds == Long.MAX_VALUE || worlds.size() < mostWorlds;
        }

        /** A world is new. Properties look at the servers' states and the history only. */
        boolean arrived(int shard, int number) {
            boolean first = worlds.shards[shard].addTuple(number, symmetry);
            if (first && violators[shard] < 0 && judge(Worlds.number(shard, number)) != null) {
                violators[shard] = Worlds.number(shard, number);
            }
            return true;
        }

        private int choices() {
            int choices = used(Budget.RESTARTS) < model.limit(Budget.RESTARTS) ? model.servers : 0;
            int networks = 1
                    + (used(Budget.DUPLICATES) < model.limit(Budget.DUPLICATES) ? 1 : 0)
                    + (used(Budget.DROPS) < model.limit(Budget.DROPS) ? 1 : 0);
            for (int server = 0; server < model.servers; server++) {
                choices += model.views.choices(server, world[server], networks);
            }
            return choices;
        }

        private void countDrops() {
            if (used(Budget.DROPS) < model.limit(Budget.DROPS)) {
                for (int server = 0; server < model.servers; server++) {
                    model.views.countDrops(server, world[server]);
                }
            }
        }

        private int used(Budget budget) {
            return model.contexts.used(world[model.servers], budget);
        }
    }
}
