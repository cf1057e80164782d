package plumbline.core;

/**
 * The state that survives a crash (Figure 2, "Persistent state on all servers"). To persist is to make this component
 * durable whenever it changed.
 *
 * @param currentTerm the latest term the server has seen; 0 on first boot, never decreases
 * @param votedFor the candidate that received the server's vote in {@code currentTerm}, or {@link #NOBODY}
 * @param log the log
 */
public record PersistentState(long currentTerm, int votedFor, Log log) {
    /** No candidate: the value of {@code votedFor} before the server has voted in its term. */
    public static final int NOBODY = 0;

    /** On first boot. */
    public static final PersistentState INITIAL = new PersistentState(0, NOBODY, Log.EMPTY);

    /** @throws IllegalArgumentException naming the field that is out of range */
    public PersistentState {
        Check.atLeast(0, currentTerm, "currentTerm");
        Check.atLeast(0, votedFor, "votedFor");
    }
}
