package plumbline.checker.explore;

import plumbline.checker.world.Choice;
import plumbline.core.Message;

/** Choices as small numbers: the kind in the top bits, below it the bit of a message or the place of an event. */
final class Moves {
    static final int RESTART = 1 << 28;
    private static final int DELIVER = 2 << 28;
    private static final int DELIVER_AND_KEEP = 3 << 28;
    private static final int DROP = 4 << 28;
    private static final int INDEX = (1 << 28) - 1;

    private Moves() {}

    static int internal(int index) {
        return index;
    }

    static int deliver(int bit) {
        return DELIVER | bit;
    }

    static int deliverAndKeep(int bit) {
        return DELIVER_AND_KEEP | bit;
    }

    static int drop(int bit) {
        return DROP | bit;
    }

    /** The choice that {@code move} stands for, made by a server that is in {@code state}. */
    static Choice choice(Tables tables, int server, int state, int move) {
        int index = move & INDEX;
        if (move < RESTART) {
            return new Choice.Internal(server + 1, tables.servers[server].internal[state][index].event());
        }
        if (move == RESTART) {
            return new Choice.Restart(server + 1);
        }
        Message message = tables.message(index);
        return switch (move & ~INDEX) {
            case DELIVER -> new Choice.Deliver(message, !tables.bounds.network().consumes());
            case DELIVER_AND_KEEP -> new Choice.Deliver(message, true);
            default -> new Choice.Drop(message);
        };
    }
}
