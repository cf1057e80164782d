package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Renaming;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * All ways to renumber the servers that leave the tables as they are, as maps over the numbers of states and the bits of
 * messages: a group, of which number 0 is the identity. Either all renumberings are in it, or the identity alone.
 *
 * <p>That all are is checked on the exchanges of two neighbours, of which every renumbering is composed: each must send the steps
 * of every server to the steps of the server that takes its number.
 */
final class Permutations {
    /** Beyond this many servers there are too many renumberings to keep. */
    private static final int MOST_SERVERS = 6;

    /** By permutation: which number each server gets. */
    final List<int[]> servers = new ArrayList<>();
    /** By permutation, server and state: the state of the renumbered server. */
    final List<int[][]> states = new ArrayList<>();
    /** By permutation and bit: the bit of the renumbered message. */
    final List<int[]> bits = new ArrayList<>();

    private final Tables tables;
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    /** By two permutations: the second one followed by the first. */
    private int[][] products = {{0}};

    private int[] inverses = {0};

    private Permutations(Tables tables) {
        this.tables = tables;
    }

    /** The identity alone. */
    static Permutations none(Tables tables) {
        Permutations all = new Permutations(tables);
        all.addIdentity();
        return all;
    }

    /** All permutations of the servers of {@code tables}, or none if these treat some server unlike another. */
    static Permutations of(Tables tables) {
        int count = tables.servers.length;
        List<Exchange> exchanges = new ArrayList<>();
        for (int server = 0; server + 1 < count && count <= MOST_SERVERS; server++) {
            Exchange.of(tables, server).ifPresent(exchanges::add);
        }
        Permutations all = none(tables);
        if (exchanges.size() == count - 1) {
            for (int known = 0; known < all.servers.size(); known++) {
                for (Exchange exchange : exchanges) {
                    all.compose(known, exchange);
                }
            }
            all.multiply();
        }
        return all;
    }

    private void addIdentity() {
        int count = tables.servers.length;
        int[] identity = new int[count];
        Arrays.setAll(identity, i -> i);
        int[][] sameStates = new int[count][];
        for (int server = 0; server < count; server++) {
            sameStates[server] = new int[tables.servers[server].states.size()];
            Arrays.setAll(sameStates[server], i -> i);
        }
        int[] sameBits = new int[tables.messageCount()];
        Arrays.setAll(sameBits, i -> i);
        add(identity, sameStates, sameBits);
    }

    private void multiply() {
        products = new int[size()][size()];
        inverses = new int[size()];
        for (int last = 0; last < size(); last++) {
            int[] then = servers.get(last);
            for (int first = 0; first < size(); first++) {
                products[last][first] = number(Arrays.stream(servers.get(first))
                        .map(server -> then[server])
                        .toArray());
                if (products[last][first] == 0) {
                    inverses[last] = first;
                }
            }
        }
    }

    /** How many there are. */
    int size() {
        return servers.size();
    }

    /** The permutation {@code first} followed by {@code last}. */
    int product(int last, int first) {
        return products[last][first];
    }

    int inverse(int permutation) {
        return inverses[permutation];
    }

    private void add(int[] order, int[][] stateImages, int[] bitImages) {
        numbers.put(key(order), servers.size());
        servers.add(order);
        states.add(stateImages);
        bits.add(bitImages);
    }

    private static List<Integer> key(int[] order) {
        return Arrays.stream(order).boxed().toList();
    }

    /** The number of the permutation that gives each server the number in {@code order}. */
    int number(int[] order) {
        Integer number = numbers.get(key(order));
        if (number == null) {
            throw new IllegalArgumentException("no permutation: " + Arrays.toString(order));
        }
        return number;
    }

    /** The renumbered messages of some to a server, a bit for each message to the server that takes its number. */
    long[] image(int permutation, int server, long[] inbox) {
        ServerTable from = tables.servers[server];
        ServerTable to = tables.servers[servers.get(permutation)[server]];
        int[] images = bits.get(permutation);
        long[] image = new long[to.words];
        for (int word = 0; word < inbox.length; word++) {
            for (long left = inbox[word]; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left);
                int there = images[from.firstBit + message] - to.firstBit;
                image[there >> 6] |= 1L << there;
            }
        }
        return image;
    }

    /** By server and state: a number that is the same for all images of the pair, and for no other. */
    int[][] stateOrbits() {
        int[][] least = new int[tables.servers.length][];
        for (int server = 0; server < least.length; server++) {
            least[server] = new int[tables.servers[server].states.size()];
            Arrays.fill(least[server], Integer.MAX_VALUE);
        }
        for (int p = 0; p < servers.size(); p++) {
            for (int server = 0; server < least.length; server++) {
                for (int state = 0; state < least[server].length; state++) {
                    int image = tables.firstState[servers.get(p)[server]] + states.get(p)[server][state];
                    least[server][state] = Math.min(least[server][state], image);
                }
            }
        }
        return least;
    }

    /** Adds permutation {@code first} followed by {@code then}, if it is new. */
    private void compose(int first, Exchange then) {
        int[] before = servers.get(first);
        int[] order = Arrays.stream(before).map(server -> then.servers[server]).toArray();
        if (numbers.containsKey(key(order))) {
            return;
        }
        int[][] stateImages = new int[order.length][];
        for (int server = 0; server < order.length; server++) {
            int[] moved = then.states[before[server]];
            stateImages[server] = Arrays.stream(states.get(first)[server])
                    .map(state -> moved[state])
                    .toArray();
        }
        add(
                order,
                stateImages,
                Arrays.stream(bits.get(first)).map(bit -> then.bits[bit]).toArray());
    }

    /** The exchange of two neighbours. */
    private static final class Exchange {
        private final int[] servers;
        private final int[][] states;
        private final int[] bits;

        private Exchange(int[] servers, int[][] states, int[] bits) {
            this.servers = servers;
            this.states = states;
            this.bits = bits;
        }

        static Optional<Exchange> of(Tables tables, int server) {
            int count = tables.servers.length;
            int[] order = new int[count];
            Arrays.setAll(order, i -> i);
            order[server] = server + 1;
            order[server + 1] = server;
            Renaming renaming = new Renaming(order);
            Map<Message, Integer> bitOf = new HashMap<>();
            int[] bits = new int[tables.messageCount()];
            for (int bit = 0; bit < bits.length; bit++) {
                bitOf.put(tables.message(bit), bit);
            }
            for (int bit = 0; bit < bits.length; bit++) {
                bits[bit] = bitOf.getOrDefault(renaming.of(tables.message(bit)), -1);
            }
            int[][] states = new int[count][];
            for (int one = 0; one < count; one++) {
                Map<ServerState, Integer> numberOf = new HashMap<>();
                List<ServerState> others = tables.servers[order[one]].states;
                for (int state = 0; state < others.size(); state++) {
                    numberOf.put(others.get(state), state);
                }
                states[one] = tables.servers[one].states.stream()
                        .mapToInt(state -> numberOf.getOrDefault(renaming.of(state), -1))
                        .toArray();
            }
            Exchange exchange = new Exchange(order, states, bits);
            return exchange.keeps(tables) ? Optional.of(exchange) : Optional.empty();
        }

        private boolean keeps(Tables tables) {
            if (Arrays.stream(bits).anyMatch(bit -> bit < 0)
                    || Arrays.stream(states).flatMapToInt(Arrays::stream).anyMatch(state -> state < 0)) {
                return false;
            }
            int[] sent = sentImages(tables);
            for (int server = 0; server < servers.length; server++) {
                if (!keeps(tables.servers[server], tables.servers[servers[server]], states[server], sent)) {
                    return false;
                }
            }
            return true;
        }

        private boolean keeps(ServerTable table, ServerTable image, int[] to, int[] sent) {
            int messages = table.messages.size();
            if (image.messages.size() != messages || image.states.size() != to.length) {
                return false;
            }
            for (int state = 0; state < to.length; state++) {
                if (image(to, table.restart[state]) != image.restart[to[state]]
                        || !keeps(table.internal[state], image.internal[to[state]], to, sent)) {
                    return false;
                }
                for (int message = 0; message < messages; message++) {
                    int cell = state * messages + message;
                    int there = to[state] * messages + bits[table.firstBit + message] - image.firstBit;
                    if (image(to, table.next[cell]) != image.next[there]
                            || sent[table.sent[cell]] != image.sent[there]) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static boolean keeps(Internal[] events, Internal[] images, int[] to, int[] sent) {
            boolean same = events.length == images.length;
            for (int i = 0; same && i < events.length; i++) {
                same = events[i].event().equals(images[i].event())
                        && image(to, events[i].next()) == images[i].next()
                        && sent[events[i].sent()] == images[i].sent();
            }
            return same;
        }

        private static int image(int[] to, int next) {
            return next == Tables.REFUSED ? Tables.REFUSED : to[next];
        }

        /** By number of a sent set: the number of its image, or -1 if there is none. */
        private int[] sentImages(Tables tables) {
            Map<List<Long>, Integer> numbers = new HashMap<>();
            for (int set = 0; set < tables.sent.length; set++) {
                numbers.put(Arrays.stream(tables.sent[set]).boxed().toList(), set);
            }
            int[] images = new int[tables.sent.length];
            for (int set = 0; set < images.length; set++) {
                long[] image = new long[tables.words];
                for (int word = 0; word < tables.words; word++) {
                    for (long left = tables.sent[set][word]; left != 0; left &= left - 1) {
                        int bit = bits[(word << 6) + Long.numberOfTrailingZeros(left)];
                        image[bit >> 6] |= 1L << bit;
                    }
                }
                images[set] = numbers.getOrDefault(Arrays.stream(image).boxed().toList(), -1);
            }
            return images;
        }
    }
}
