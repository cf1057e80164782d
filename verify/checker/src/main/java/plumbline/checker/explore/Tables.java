package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;
import plumbline.checker.world.Bounds;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * The step function of a bounded cluster as closed tables: every local transition that any world can take is a look-up.
 *
 * <p>Server states are numbered for each server. Messages are numbered for each receiver, and have one bit in the whole
 * cluster's bit set, those of one receiver next to each other. What a step sends is a numbered bit set.
 *
 * <p>Read-only once compiled. The closure holds all that worlds can do, and a little more: pairs of a state and a message
 * that never meet.
 */
final class Tables {
    /** In place of the next state where the server refuses the event. */
    static final int REFUSED = -1;

    final Bounds bounds;
    final ServerTable[] servers;
    /** The states of all servers are numbered through as well; by server, the number of its state 0. */
    final int[] firstState;
    /** How many longs hold one bit for each message. */
    final int words;
    /** The bit sets of messages that steps send, by number; number 0 is the empty one. */
    final long[][] sent;

    Tables(Bounds bounds, ServerTable[] servers, int words, long[][] sent) {
        this.bounds = bounds;
        this.servers = servers;
        this.firstState = new int[servers.length];
        for (int server = 1; server < servers.length; server++) {
            firstState[server] = firstState[server - 1] + servers[server - 1].states.size();
        }
        this.words = words;
        this.sent = sent;
    }

    /** An event that may happen at a server in some state without a message, and what it does. */
    record Internal(Event event, int next, int sent) {}

    /** All that one server can be and do. Arrays over states and messages are indexed {@code state * messages + m}. */
    static final class ServerTable {
        final List<ServerState> states;
        final List<Message> messages;
        /** The bit of message 0. */
        final int firstBit;
        /** How many longs hold one bit for each message to this server alone, 1 at least. */
        final int words;
        /** By state. */
        final Internal[][] internal;
        /** By state; the state after a crash, {@link Tables#REFUSED} where the rules fail at it. */
        final int[] restart;
        /** By state and message; {@link Tables#REFUSED} where refused. */
        final int[] next;
        /** By state and message; which of {@link Tables#sent}. */
        final int[] sent;
        /** By state; all messages that, delivered to a server in it, neither change it nor draw an answer. */
        final long[][] idle;

        ServerTable(
                List<ServerState> states,
                List<Message> messages,
                int firstBit,
                Internal[][] internal,
                int[] restart,
                int[] next,
                int[] sent,
                long[][] idle) {
            this.states = states;
            this.messages = messages;
            this.firstBit = firstBit;
            this.words = Math.max(1, (messages.size() + 63) / 64);
            this.internal = internal;
            this.restart = restart;
            this.next = next;
            this.sent = sent;
            this.idle = idle;
        }
    }

    /** How many bits, one for each message. */
    int messageCount() {
        int count = 0;
        for (ServerTable server : servers) {
            count += server.messages.size();
        }
        return count;
    }

    /** The message with this bit. */
    Message message(int bit) {
        for (ServerTable server : servers) {
            if (bit < server.firstBit + server.messages.size()) {
                return server.messages.get(bit - server.firstBit);
            }
        }
        throw new IndexOutOfBoundsException("bit " + bit);
    }

    /** The messages of sent set {@code number}. */
    List<Message> messages(int number) {
        List<Message> messages = new ArrayList<>();
        for (int word = 0; word < words; word++) {
            for (long left = sent[number][word]; left != 0; left &= left - 1) {
                messages.add(message((word << 6) + Long.numberOfTrailingZeros(left)));
            }
        }
        return messages;
    }

    /** Whether bit set {@code subset} has no bit outside {@code set}, whose words begin at {@code at}. */
    static boolean within(long[] subset, long[] set, int at) {
        for (int i = 0; i < subset.length; i++) {
            if ((subset[i] & ~set[at + i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
