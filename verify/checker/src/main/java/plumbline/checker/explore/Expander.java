package plumbline.checker.explore;

import java.util.Arrays;
import plumbline.checker.explore.Contexts.Budget;

/**
 * Expands worlds with the whole crew, so that always the same is found.
 *
 * <p>First the threads share out the worlds of a batch and collect their successors, each few worlds in a {@link Harvest} of
 * their own. Then they share out the shards: whoever has one brings in what belongs there, harvest by harvest. So each shard
 * receives the same worlds in the same order, whichever thread does it and however many there are; and nothing needs a
 * lock. Last, they note in {@link Edges} where the steps led.
 */
final class Expander {
    private static final int WORLDS_IN_A_TASK = 1 << 9;
    private static final int TASKS_IN_A_BATCH = 1 << 7;
    private static final int FEW_SUCCESSORS = 1 << 11;

    /** How many worlds are expanded together at most. */
    static final int WORLDS_IN_A_BATCH = WORLDS_IN_A_TASK * TASKS_IN_A_BATCH;

    private final Model model;
    private final Crew crew;
    private final Worlds worlds;
    private final Edges edges;
    private final long mostWorlds;
    private final boolean whole;
    private final Member[] members;
    private final Harvest[] harvests = new Harvest[TASKS_IN_A_BATCH];
    /** By shard: the first violating world of the batch, or -1. */
    private final long[] violators = new long[Worlds.SHARDS];

    Expander(Model model, Crew crew, Worlds worlds, Edges edges) {
        this.model = model;
        this.crew = crew;
        this.worlds = worlds;
        this.edges = edges;
        mostWorlds = model.options.maxWorlds();
        whole = model.normalizer.inForce().isEmpty();
        members = new Member[crew.size()];
        Arrays.setAll(members, member -> new Member());
    }

    /** Brings in the initial world. */
    void begin() {
        Harvest harvest = new Harvest(model);
        harvest.add(new Successors(model).initial());
        Arrays.fill(violators, -1);
        harvest.bringAll(worlds.shards, members[0]::arrived);
    }

    /** Expands the worlds at some positions of a level, {@link #WORLDS_IN_A_BATCH} at most. */
    void expand(Worlds.Level level, long from, long to) {
        int tasks = (int) ((to - from + WORLDS_IN_A_TASK - 1) / WORLDS_IN_A_TASK);
        crew.share(tasks, (task, member) -> {
            Harvest harvest = harvests[task] == null ? new Harvest(model) : harvests[task];
            harvests[task] = harvest;
            members[member].expand(level, start(from, task), Math.min(to, start(from, task + 1)), harvest);
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
        if (worlds.size() < mostWorlds && edges.open()) {
            note(level, from, to, tasks);
        }
    }

    private static long start(long from, int task) {
        return from + (long) task * WORLDS_IN_A_TASK;
    }

    private void note(Worlds.Level level, long from, long to, int tasks) {
        Edges.Part[] parts = new Edges.Part[tasks];
        crew.share(tasks, (task, member) -> {
            long start = start(from, task);
            parts[task] =
                    members[member].writer.write(level, start, Math.min(to, start(from, task + 1)), harvests[task]);
        });
        edges.add(parts);
    }

    /** Transitions taken so far. */
    long transitions() {
        return Arrays.stream(members).mapToLong(member -> member.transitions).sum();
    }

    /** By shard: the first violating world that the last batch brought in, or -1. */
    long[] violators() {
        return violators;
    }

    /** What one thread has to itself. */
    private final class Member {
        private final Successors successors = new Successors(model);
        private final Symmetry symmetry = new Symmetry(model);
        private final EdgeWriter writer = new EdgeWriter(model, worlds);
        private final int[] world = new int[model.width];
        private final int[] states = new int[model.servers];
        private long transitions;

        void expand(Worlds.Level level, long from, long to, Harvest harvest) {
            harvest.clear();
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
                harvest.endWorld();
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
            Shard into = worlds.shards[shard];
            if (into.addTuple(number, symmetry) && violators[shard] < 0) {
                into.read(number, world);
                model.states(world, 0, states);
                if (model.judge.judge(states, world[model.servers]) != null) {
                    violators[shard] = Worlds.number(shard, number);
                }
            }
            return true;
        }

        private int choices() {
            int choices = used(Budget.RESTARTS) < model.limit(Budget.RESTARTS) ? model.servers : 0;
            int networks = 1
                    + (used(Budget.DUPLICATES) < model.limit(Budget.DUPLICATES) ? 1 : 0)
                    + (used(Budget.DROPS) < model.limit(Budget.DROPS) ? 1 : 0);
            for (int server = 0; server < model.servers; server++) {
                choices += model.moves.choices(server, world[server], networks);
            }
            return choices;
        }

        private void countDrops() {
            if (used(Budget.DROPS) < model.limit(Budget.DROPS)) {
                for (int server = 0; server < model.servers; server++) {
                    model.moves.countDrops(server, world[server]);
                }
            }
        }

        private int used(Budget budget) {
            return model.contexts.used(world[model.servers], budget);
        }
    }
}
