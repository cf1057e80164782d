package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import plumbline.checker.linearize.Moves.Move;

/**
 * The operations that were called and are not answered, at the event to which the sweep has come. Each has a bit as long as
 * it is pending, which is then another's; those of unknown outcome keep theirs for good.
 */
final class Pending {
    private final int[] bits;
    private final List<List<Move>> byKind = new ArrayList<>();
    private final List<List<Move>> changes = new ArrayList<>();

    /** How many words have all bits. */
    final int words;

    /** Those that change nothing. */
    final long[] idle;

    /** Compare-and-sets that have an answer. */
    final long[] cas;

    /** Writes that have an answer, and all that changes something and has none. */
    final long[] optional;

    private final long[][] reads;
    private final long[] refused;
    private final long[][] refusedFor;
    private final long[][] writes;

    Pending(Moves moves) {
        bits = new int[moves.all.size()];
        words = Math.max(1, (assignBits(moves) + Long.SIZE - 1) / Long.SIZE);
        idle = new long[words];
        cas = new long[words];
        optional = new long[words];
        refused = new long[words];
        reads = new long[moves.values()][words];
        refusedFor = new long[moves.values()][words];
        writes = new long[moves.values()][words];
        for (int kind = 0; kind < moves.kinds(); kind++) {
            byKind.add(new ArrayList<>(2));
        }
    }

    /** Gives each move a bit that no other has while it is pending, and tells how many it takes. */
    private int assignBits(Moves moves) {
        List<Move> byAnswer =
                moves.all.stream().sorted(Comparator.comparingInt(Move::answer)).toList();
        BitSet taken = new BitSet();
        int most = 0;
        int answered = 0;
        for (Move move : moves.all) {
            while (byAnswer.get(answered).answer() < move.call()) {
                taken.clear(bits[byAnswer.get(answered++).number()]);
            }
            int bit = taken.nextClearBit(0);
            taken.set(bit);
            bits[move.number()] = bit;
            most = Math.max(most, bit + 1);
        }
        return most;
    }

    boolean has(long[] set, Move move) {
        int bit = bits[move.number()];
        return (set[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    void add(long[] set, Move move) {
        int bit = bits[move.number()];
        set[bit / Long.SIZE] |= 1L << bit;
    }

    void remove(long[] set, Move move) {
        int bit = bits[move.number()];
        set[bit / Long.SIZE] &= ~(1L << bit);
    }

    void call(Move move) {
        sets(move).forEach(set -> add(set, move));
        if (move.changes()) {
            List<Move> alike = byKind.get(move.kind());
            if (alike.isEmpty()) {
                changes.add(alike);
            }
            int at = alike.size();
            while (at > 0 && alike.get(at - 1).answer() > move.answer()) {
                at--;
            }
            alike.add(at, move);
        }
    }

    void answer(Move move) {
        sets(move).forEach(set -> remove(set, move));
        if (move.changes()) {
            List<Move> alike = byKind.get(move.kind());
            if (alike.size() == 1) {
                changes.remove(alike);
            }
            alike.remove(move);
        }
    }

    private List<long[]> sets(Move move) {
        return switch (move.role()) {
            case READ -> List.of(idle, reads[move.from()]);
            case REFUSED -> List.of(idle, refused, refusedFor[move.from()]);
            case WRITE -> move.isUnknown() ? List.of(optional) : List.of(optional, writes[move.to()]);
            case CAS -> List.of(move.isUnknown() ? optional : cas);
        };
    }

    /** Those that change the value, the alike together: by their answers and, if they have none, by their calls. */
    List<List<Move>> changes() {
        return changes;
    }

    /** In one word, those that take place without changing it where the value is this one. */
    long takePlace(int value, int word) {
        return reads[value][word] | (refused[word] & ~refusedFor[value][word]);
    }

    /** In one word, the answered writes of a value. */
    long writes(int value, int word) {
        return writes[value][word];
    }
}
