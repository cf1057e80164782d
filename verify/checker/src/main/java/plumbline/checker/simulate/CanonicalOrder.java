package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Renaming;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Message;

/**
 * One schedule for all that differ only in how servers are numbered and in the order of choices that do not touch each
 * other: those at different servers, neither of which delivers what the other sent.
 *
 * <p>Servers are numbered in order of appearance, and the order is one that a reader can follow: what happens next is what
 * the last choices brought about, as long as there is something. Where several choices are equally close, all ways are
 * tried, and the least one counts.
 */
final class CanonicalOrder {
    private static final int MOST_WAYS = 20_000;
    /** A number that no server of an explored cluster has. */
    private static final int UNNAMED = Bounds.MOST_SERVERS + 1;

    private static final List<Action> ACTIONS = List.of(Action.values());
    private static final Comparator<int[]> LEAST_FIRST = Arrays::compare;

    private final List<Choice> choices;
    /** For each choice the places of those that must come before it: the last at the same server, and its sender. */
    private final int[][] needs;

    private int ways;
    private int[][] bestKeys = new int[0][];
    private Optional<List<Choice>> best = Optional.empty();

    private CanonicalOrder(List<Choice> choices, Bounds bounds, StepFunction rules) {
        this.choices = choices;
        needs = needs(choices, bounds, rules);
    }

    /**
     * The canonical form of {@code choices} if it fails too, which may depend on who was first; else the same choices in
     * the same order, with servers numbered in order of appearance.
     */
    static List<Choice> of(List<Choice> choices, Bounds bounds, StepFunction rules, Predicate<List<Choice>> fails) {
        Optional<List<Choice>> ordered = Optional.empty();
        if (!bounds.network().consumes()) {
            CanonicalOrder order = new CanonicalOrder(choices, bounds, rules);
            order.extend(new Partial(choices.size(), bounds.servers()));
            ordered = order.best;
        }
        return ordered.filter(fails).orElseGet(() -> byAppearance(choices, bounds.servers()));
    }

    private static List<Choice> byAppearance(List<Choice> choices, int servers) {
        Partial names = new Partial(0, servers);
        choices.forEach(choice -> names.name(choice.server()));
        return choices.stream().map(names.renaming()::of).toList();
    }

    private static int[][] needs(List<Choice> choices, Bounds bounds, StepFunction rules) {
        Playback playback = new Playback(bounds, rules);
        Map<Message, Integer> sender = new HashMap<>();
        int[] last = new int[bounds.servers()];
        Arrays.fill(last, -1);
        int[][] needs = new int[choices.size()][];
        for (int i = 0; i < needs.length; i++) {
            Choice choice = choices.get(i);
            int sent = choice instanceof Choice.Deliver deliver ? sender.getOrDefault(deliver.message(), -1) : -1;
            needs[i] = new int[] {last[choice.server() - 1], sent};
            last[choice.server() - 1] = i;
            playback.make(choice);
            for (Message message : playback.world().sent()) {
                sender.putIfAbsent(message, i);
            }
        }
        return needs;
    }

    /** The beginning of an order: which choices are placed where, and what the servers in them are called. */
    private static final class Partial {
        private final int[] placeOf;
        private final List<Integer> order = new ArrayList<>();
        private final List<int[]> keys = new ArrayList<>();
        private final int[] names;
        private int named;

        Partial(int choices, int servers) {
            placeOf = new int[choices];
            Arrays.fill(placeOf, -1);
            names = new int[servers];
        }

        private Partial(Partial other) {
            placeOf = other.placeOf.clone();
            order.addAll(other.order);
            keys.addAll(other.keys);
            names = other.names.clone();
            named = other.named;
        }

        Partial with(int choice, int server, int[] key) {
            Partial longer = new Partial(this);
            longer.placeOf[choice] = longer.order.size();
            longer.order.add(choice);
            longer.keys.add(key);
            longer.name(server);
            return longer;
        }

        void name(int server) {
            if (names[server - 1] == 0) {
                names[server - 1] = ++named;
            }
        }

        int nameOf(int server) {
            return names[server - 1] == 0 ? UNNAMED : names[server - 1];
        }

        /** Servers without a name get those that are left. */
        Renaming renaming() {
            int[] to = new int[names.length];
            int next = named;
            for (int i = 0; i < to.length; i++) {
                to[i] = (names[i] > 0 ? names[i] : ++next) - 1;
            }
            return new Renaming(to);
        }
    }

    private void extend(Partial partial) {
        if (ways >= MOST_WAYS || isWorse(partial)) {
            return;
        }
        if (partial.order.size() == choices.size()) {
            ways++;
            bestKeys = partial.keys.toArray(int[][]::new);
            Renaming renaming = partial.renaming();
            best = Optional.of(
                    partial.order.stream().map(choices::get).map(renaming::of).toList());
            return;
        }
        List<Partial> next = new ArrayList<>();
        int[] least = null;
        for (int i = 0; i < needs.length; i++) {
            if (isReady(i, partial)) {
                int[] key = key(i, partial);
                int compared = least == null ? -1 : LEAST_FIRST.compare(key, least);
                if (compared < 0) {
                    next.clear();
                    least = key;
                }
                if (compared <= 0) {
                    next.add(partial.with(i, choices.get(i).server(), key));
                }
            }
        }
        next.forEach(this::extend);
    }

    /** Whether it is known already that {@code partial} cannot become the least. */
    private boolean isWorse(Partial partial) {
        if (best.isEmpty()) {
            return false;
        }
        for (int i = 0; i < partial.keys.size(); i++) {
            int compared = LEAST_FIRST.compare(partial.keys.get(i), bestKeys[i]);
            if (compared != 0) {
                return compared > 0;
            }
        }
        return partial.order.size() == choices.size();
    }

    private boolean isReady(int choice, Partial partial) {
        return partial.placeOf[choice] < 0
                && Arrays.stream(needs[choice]).allMatch(need -> need < 0 || partial.placeOf[need] >= 0);
    }

    /** What decides which choice comes next, most important first: how recent its cause is, then what it is. */
    private int[] key(int number, Partial partial) {
        Choice choice = choices.get(number);
        int cause = Arrays.stream(needs[number])
                .map(need -> need < 0 ? -1 : partial.placeOf[need])
                .max()
                .orElseThrow();
        int[] key = {-cause, ACTIONS.indexOf(choice.action()), partial.nameOf(choice.server()), 0, 0, 0, 0, 0, 0};
        if (choice instanceof Choice.Deliver deliver) {
            Message message = deliver.message();
            key[3] = partial.nameOf(message.from());
            key[4] = (int) message.term();
            if (message instanceof AppendEntriesRequest request) {
                key[5] = (int) request.prevLogIndex();
                key[6] = request.entries().size();
                key[7] = (int) request.leaderCommit();
            } else if (message instanceof AppendEntriesResponse response) {
                key[5] = response.success() ? 0 : 1;
                key[6] = (int) response.matchIndex();
                key[7] = (int) response.conflictIndex();
            }
        } else if (choice.action() == Action.CLIENT_REQUEST) {
            key[5] = ((ClientRequest) ((Choice.Internal) choice).event())
                    .commands()
                    .size();
        }
        return key;
    }
}
