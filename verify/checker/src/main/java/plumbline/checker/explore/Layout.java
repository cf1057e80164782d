package plumbline.checker.explore;

/**
 * How a world is packed into longs: first the states of all servers and the history, then the budgets used, then one bit
 * for each message.
 *
 * <p>No field straddles two longs. The longs before {@link #budgets} are the server tuple with its history.
 */
final class Layout {
    /** Bits for the number of a history; enough for 16 million of them. */
    private static final int HISTORY_BITS = 24;

    private static final int BUDGET_BITS = 7;

    final int servers;
    /** Longs that hold server states and history. */
    final int tupleWords;
    /** The long that holds the budgets used, or -1 if there are none. */
    final int budgets;
    /** The first long of the message bits. */
    final int messages;
    /** Longs in all. */
    final int width;

    private final int stateBits;
    private final int statesInWord;
    private final int historyWord;
    private final int historyShift;

    Layout(Tables tables) {
        servers = tables.servers.length;
        int most = 1;
        for (Tables.ServerTable server : tables.servers) {
            most = Math.max(most, server.states.size() - 1);
        }
        stateBits = Math.max(1, 64 - Long.numberOfLeadingZeros(most));
        statesInWord = 64 / stateBits;
        int stateWords = (servers + statesInWord - 1) / statesInWord;
        int usedInLast = (servers - (stateWords - 1) * statesInWord) * stateBits;
        boolean fits = usedInLast + HISTORY_BITS <= 64;
        historyWord = fits ? stateWords - 1 : stateWords;
        historyShift = fits ? 64 - HISTORY_BITS : 0;
        tupleWords = historyWord + 1;
        boolean hasBudgets = tables.bounds.restarts() > 0
                || tables.bounds.network().drops() > 0
                || tables.bounds.network().duplicates() > 0;
        budgets = hasBudgets ? tupleWords : -1;
        messages = tupleWords + (hasBudgets ? 1 : 0);
        width = messages + tables.words;
    }

    int state(long[] world, int server) {
        return (int) (world[server / statesInWord] >>> shift(server)) & ((1 << stateBits) - 1);
    }

    void setState(long[] world, int server, int state) {
        int shift = shift(server);
        int word = server / statesInWord;
        world[word] = (world[word] & ~(((1L << stateBits) - 1) << shift)) | ((long) state << shift);
    }

    private int shift(int server) {
        return (server % statesInWord) * stateBits;
    }

    int history(long[] world) {
        return (int) (world[historyWord] >>> historyShift) & ((1 << HISTORY_BITS) - 1);
    }

    void setHistory(long[] world, int history) {
        if (history >= 1 << HISTORY_BITS) {
            throw new BoundsTooLargeException("the bounds are too large: more than 16 million histories");
        }
        long mask = ((1L << HISTORY_BITS) - 1) << historyShift;
        world[historyWord] = (world[historyWord] & ~mask) | ((long) history << historyShift);
    }

    int used(long[] world, Budget budget) {
        return budgets < 0 ? 0 : (int) (world[budgets] >>> budget.shift) & ((1 << BUDGET_BITS) - 1);
    }

    void use(long[] world, Budget budget) {
        world[budgets] += 1L << budget.shift;
    }

    /** What worlds may use up. */
    enum Budget {
        RESTARTS(0),
        DROPS(BUDGET_BITS),
        DUPLICATES(2 * BUDGET_BITS);

        private final int shift;

        Budget(int shift) {
            this.shift = shift;
        }
    }
}
