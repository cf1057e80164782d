package plumbline.checker.validate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.core.Log;

/**
 * What servers have done so far that lets them have sent messages. Nothing here is ever taken back, as no message is: so
 * the order in which independent servers' lines are read does not matter.
 *
 * <p>Of terms long past nothing is remembered; what is sent in such a term is neither confirmed nor refused.
 */
final class Sent {
    private static final int MOST_TERMS = 10_000;

    /** By term and candidate. */
    private final Map<Long, Term> terms = new LinkedHashMap<>();

    private long forgotten;

    /** What was done in one term. */
    static final class Term {
        /** By server: 1 + the last index of its log when it asked for votes, or 0; and that entry's term. */
        final long[] askedWith;

        final long[] askedTerm;
        /** By server, for whom it voted. */
        final int[] votes;
        /** By server, up to where it has acknowledged. */
        final long[] acknowledged;

        int leader;
        /** The leader's log as it was when it last led, and how many entries before it were left out. */
        @Nullable
        Log log;

        long base;
        long commit;

        Term(int servers) {
            askedWith = new long[servers + 1];
            askedTerm = new long[servers + 1];
            votes = new int[servers + 1];
            acknowledged = new long[servers + 1];
        }
    }

    private final int servers;

    Sent(int servers) {
        this.servers = servers;
    }

    /** What is known of {@code term}; nothing if nobody did anything there yet. */
    Optional<Term> find(long term) {
        return Optional.ofNullable(terms.get(term));
    }

    /** Whether {@code term} is so long past that nothing is known of it any more. */
    boolean isForgotten(long term) {
        return term <= forgotten && !terms.containsKey(term);
    }

    /** What is known of {@code term}, to add to it. */
    Term at(long term) {
        Term known = terms.get(term);
        if (known == null) {
            known = new Term(servers);
            terms.put(term, known);
            if (terms.size() > MOST_TERMS) {
                long oldest = terms.keySet().iterator().next();
                terms.remove(oldest);
                forgotten = Math.max(forgotten, oldest);
            }
        }
        return known;
    }
}
