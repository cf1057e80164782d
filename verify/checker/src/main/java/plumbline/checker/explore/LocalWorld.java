package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Choice;
import plumbline.core.Message;

/** A world as far as servers see it, and the last choice that led there. */
final class LocalWorld {
    private final Servers servers;
    private final int restarts;
    private final long[] messages;
    private final @Nullable LocalWorld previous;
    private final @Nullable Choice choice;

    private LocalWorld(
            Servers servers, int restarts, long[] messages, @Nullable LocalWorld previous, @Nullable Choice choice) {
        this.servers = servers;
        this.restarts = restarts;
        this.messages = messages;
        this.previous = previous;
        this.choice = choice;
    }

    /** The servers' states by number, equal by value. */
    static final class Servers {
        private final int[] states;

        Servers(int[] states) {
            this.states = states;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Servers that && Arrays.equals(states, that.states);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(states);
        }
    }

    static LocalWorld initial(Tables tables) {
        return new LocalWorld(new Servers(new int[tables.servers.length]), 0, new long[tables.words], null, null);
    }

    /** The world after {@code choice}, which takes {@code server} to state {@code next}. */
    LocalWorld after(int server, int next, long[] sent, Choice last) {
        int[] states = servers.states.clone();
        states[server] = next;
        long[] more = messages.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] |= sent[i];
        }
        return new LocalWorld(
                new Servers(states), restarts + (last instanceof Choice.Restart ? 1 : 0), more, this, last);
    }

    Servers servers() {
        return servers;
    }

    int state(int server) {
        return servers.states[server];
    }

    int restarts() {
        return restarts;
    }

    /** The bit set of what was sent; {@link LocalSteps} adds to it. */
    long[] messages() {
        return messages;
    }

    /** Whether {@code other}, whose servers are equal, has neither a message nor a restart left that this one lacks. */
    boolean canDoAllThat(LocalWorld other) {
        return restarts <= other.restarts && Tables.within(other.messages, messages, 0);
    }

    /** The messages to {@code table}'s server here that are not in {@code known}, which then holds them. */
    void forEachFresh(ServerTable table, long[] known, Consumer<Message> visitor) {
        int end = table.firstBit + table.messages.size();
        for (int bit = table.firstBit; bit < end; bit++) {
            long mask = 1L << bit;
            if ((messages[bit >> 6] & ~known[bit >> 6] & mask) != 0) {
                known[bit >> 6] |= mask;
                visitor.accept(table.messages.get(bit - table.firstBit));
            }
        }
    }

    /** The choices that led here, each of which changed its server. */
    List<Choice> way() {
        List<Choice> way = new ArrayList<>();
        for (LocalWorld world = this; world != null && world.choice != null; world = world.previous) {
            way.add(world.choice);
        }
        Collections.reverse(way);
        return way;
    }
}
