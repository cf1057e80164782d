package plumbline.core;

import java.util.function.Supplier;

/** Refusals of bad input: each names the field and what was wrong with it. */
final class Check {
    private Check() {}

    static void atLeast(long least, long value, String field) {
        that(value >= least, field, () -> "is " + value + ", must be at least " + least);
    }

    /** The reason is put into words only when there is something to refuse: checks are on every step's way. */
    static void that(boolean holds, String field, Supplier<String> reason) {
        if (!holds) {
            throw refusal(field, reason.get());
        }
    }

    static IllegalArgumentException refusal(String field, String reason) {
        return new IllegalArgumentException(field + " " + reason);
    }

    /** What all messages have: two different servers and a term. */
    static void envelope(int from, int to, long term) {
        atLeast(1, from, "from");
        atLeast(1, to, "to");
        that(from != to, "to", () -> "is the sender itself, " + from);
        atLeast(1, term, "term");
    }

    /** An index and the term of the entry there: both 0 before the first entry, else both above 0. */
    static void position(long index, long entryTerm, long term, String indexField, String termField) {
        atLeast(0, index, indexField);
        atLeast(0, entryTerm, termField);
        that(
                (index == 0) == (entryTerm == 0),
                termField,
                () -> "is " + entryTerm + " at " + indexField + " " + index + ", only index 0 has term 0");
        that(entryTerm <= term, termField, () -> "is " + entryTerm + ", above the message's term " + term);
    }
}
