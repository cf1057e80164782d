package plumbline.runtime;

import java.io.IOException;
import plumbline.core.PersistentState;

/**
 * What survives a crash: {@code currentTerm}, {@code votedFor} and the log (Figure 2, "Persistent state").
 *
 * <p>The server calls {@link #load} once and then, for each batch that changed something, {@link #write} and
 * {@link #sync}, always one after the other and from its turns alone. After a crash {@code load} gives the state of the
 * last {@code sync} that returned, or that of a later {@code write}; never a mixture, and never an older one.
 *
 * <p>An exception from any of them stops the server for good. In particular a failed {@code sync} is not tried again: what
 * the operating system did with the data is then unknown, and a second attempt may succeed without having stored it.
 *
 * <p>Whoever made the storage closes it, after {@link RaftServer#terminated}.
 */
public interface Storage {
    /**
     * What was stored; {@link PersistentState#INITIAL} on first boot.
     *
     * @throws IOException if it cannot be read, or is not what was written
     */
    PersistentState load() throws IOException;

    /** Takes the change on, all of it or, should the server crash before {@link #sync} returns, perhaps none of it. */
    void write(PersistentChange change) throws IOException;

    /** Returns when all that was written would survive a loss of power. */
    void sync() throws IOException;
}
