package plumbline.checker.explore;

import java.util.function.Function;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Bounds;
import plumbline.core.Message;
import plumbline.core.ServerState;

/** All that worlds are made of: the tables, and what is derived from them or found out on the way. For several threads. */
final class Model {
    final Options options;
    final Tables tables;
    final Contexts contexts;
    final Judge judge;
    final Taken taken;
    final Normalizer normalizer;
    /** What servers can become by themselves. */
    final LocalGraph local;

    final Goals goals;
    final Mail mail;
    final Views views;
    final Moves moves;
    final int servers;
    /** Ints in a world: one for each server's view, and one for the context. */
    final int width;

    /**
     * Compiles the rules.
     *
     * @param local gives the local steps, on which the reductions rest
     */
    Model(Options options, Function<Tables, LocalGraph> local) {
        this.options = options;
        tables = Compiler.compile(options.bounds(), options.rules());
        contexts = new Contexts(tables);
        judge = new Judge(tables, contexts, options.rules(), options.properties());
        taken = new Taken(tables, judge);
        this.local = local.apply(tables);
        normalizer = new Normalizer(tables, judge, options.reductions(), this.local);
        mail = new Mail(tables, normalizer.permutations());
        views = new Views(tables, normalizer);
        moves = new Moves(tables, normalizer, views, mail, taken);
        servers = tables.servers.length;
        width = servers + 1;
        goals = new Goals(this);
    }

    /** How much of a budget there is. */
    int limit(Budget budget) {
        Bounds bounds = options.bounds();
        return switch (budget) {
            case RESTARTS -> bounds.restarts();
            case DROPS -> bounds.network().drops();
            case DUPLICATES -> bounds.network().duplicates();
        };
    }

    /** The states of the servers of the world that begins at {@code at}. */
    void states(int[] worlds, int at, int[] states) {
        for (int server = 0; server < servers; server++) {
            states[server] = views.state(server, worlds[at + server]);
        }
    }

    /** A hash of a whole world, the same in every run. */
    long hash(int[] worlds, int at) {
        long hash = contexts.hash(worlds[at + servers]);
        for (int server = 0; server < servers; server++) {
            hash = KeyTable.mix(hash + views.hash(server, worlds[at + server]));
        }
        return hash ^ (hash >>> 29);
    }

    /** A hash of the servers' states and the history of a world, the same in every run. */
    long tupleHash(int[] worlds, int at) {
        long hash = contexts.historyHash(worlds[at + servers]);
        for (int server = 0; server < servers; server++) {
            hash = KeyTable.mix(hash + views.state(server, worlds[at + server]));
        }
        return hash ^ (hash >>> 29);
    }

    /** A hash of the servers' states and the history that no renumbering changes, and that is the same in every run. */
    long orbitHash(int[] worlds, int at) {
        if (normalizer.permutations().size() == 1) {
            return tupleHash(worlds, at);
        }
        long hash = contexts.orbitHash(worlds[at + servers]);
        for (int server = 0; server < servers; server++) {
            hash += KeyTable.mix(~(long) views.stateOrbit(server, worlds[at + server]));
        }
        return KeyTable.mix(hash) >>> 32;
    }

    /** Whether two worlds have equal states of all servers and equal histories. */
    boolean sameTuple(int[] some, int at, int[] others, int there) {
        boolean same = contexts.historyNumber(some[at + servers]) == contexts.historyNumber(others[there + servers]);
        for (int server = 0; same && server < servers; server++) {
            same = some[at + server] == others[there + server]
                    || views.state(server, some[at + server]) == views.state(server, others[there + server]);
        }
        return same;
    }

    /** What is explored, in words: equal for the same bounds, properties and reductions. */
    String description() {
        return options.bounds() + ", " + options.properties().stream().sorted().toList() + ", "
                + normalizer.inForce().stream().sorted().toList();
    }

    /** A hash of all that the rules do within the bounds, the same in every run. */
    long fingerprint() {
        long hash = KeyTable.mix(tables.words);
        for (ServerTable server : tables.servers) {
            for (ServerState state : server.states) {
                hash = mix(hash, state.toString());
            }
            for (Message message : server.messages) {
                hash = mix(hash, message.toString());
            }
            for (int cell = 0; cell < server.next.length; cell++) {
                hash = KeyTable.mix(hash + ((long) server.next[cell] << 32 | server.sent[cell]));
            }
            for (int state = 0; state < server.restart.length; state++) {
                hash = KeyTable.mix(hash + server.restart[state]);
                for (Internal internal : server.internal[state]) {
                    hash = KeyTable.mix(hash + ((long) internal.next() << 32 | internal.sent()));
                }
            }
        }
        for (long[] sent : tables.sent) {
            for (long word : sent) {
                hash = KeyTable.mix(hash + word);
            }
        }
        return hash;
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = KeyTable.mix(mixed + text.charAt(i));
        }
        return mixed;
    }
}
