package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import plumbline.checker.world.History;
import plumbline.checker.world.Renaming;
import plumbline.core.ServerState;

/** All servers' states beside the history, in plain form, wherever an exploration gets. */
record ReachedTuples(Set<Tuple> tuples) {
    /** All servers and the history. */
    record Tuple(List<ServerState> servers, History history) {}

    /** What the graph of {@code options} reaches, reduced with the help of {@code local} steps; properties do not stop it. */
    static ReachedTuples of(Options options, Function<Tables, LocalGraph> local) {
        Tables tables = Compiler.compile(options.bounds(), options.rules());
        Layout layout = new Layout(tables);
        Judge judge = new Judge(tables, layout, options.rules(), options.properties());
        Normalizer normalizer = new Normalizer(tables, layout, judge, options.reductions(), local.apply(tables));
        Successors successors = new Successors(tables, layout, judge, normalizer);
        KeyTable worlds = new KeyTable(layout.width);
        KeyTable packedTuples = new KeyTable(layout.tupleWords);
        Set<Tuple> tuples = new HashSet<>();
        long[] world = new long[layout.width];
        normalizer.saturateInitial(world);
        normalizer.reduce(world);
        worlds.add(world);
        for (long number = 0; number < worlds.size(); number++) {
            worlds.read(number, world);
            if (packedTuples.add(Arrays.copyOf(world, layout.tupleWords)) < 0) {
                tuples.add(new Tuple(judge.states(world), judge.history(layout.history(world))));
            }
            successors.expand(world, (successor, server, next) -> {
                worlds.add(successor);
                return true;
            });
        }
        return new ReachedTuples(tuples);
    }

    /** These and all their images under renumbering of the servers. */
    ReachedTuples withImages() {
        Set<Tuple> images = new HashSet<>();
        for (Tuple tuple : tuples) {
            orders(tuple.servers().size()).forEach(order -> images.add(image(tuple, order)));
        }
        return new ReachedTuples(images);
    }

    /** How many there are when those that differ only in the servers' numbers count once. */
    long orbits() {
        Set<Tuple> left = new HashSet<>(tuples);
        long orbits = 0;
        for (Tuple tuple : tuples) {
            if (left.contains(tuple)) {
                orbits++;
                orders(tuple.servers().size()).forEach(order -> left.remove(image(tuple, order)));
            }
        }
        return orbits;
    }

    private static Tuple image(Tuple tuple, int[] order) {
        Renaming renaming = new Renaming(order);
        ServerState[] servers = new ServerState[order.length];
        for (ServerState server : tuple.servers()) {
            ServerState renamed = renaming.of(server);
            servers[renamed.id() - 1] = renamed;
        }
        return new Tuple(List.of(servers), renaming.of(tuple.history()));
    }

    private static List<int[]> orders(int servers) {
        List<int[]> orders = new ArrayList<>();
        extend(new int[servers], 0, orders);
        return orders;
    }

    private static void extend(int[] order, int length, List<int[]> orders) {
        if (length == order.length) {
            orders.add(order.clone());
            return;
        }
        for (int number = 0; number < order.length; number++) {
            int next = number;
            if (Arrays.stream(order, 0, length).noneMatch(used -> used == next)) {
                order[length] = number;
                extend(order, length + 1, orders);
            }
        }
    }
}
