package plumbline.runtime;

import plumbline.core.AppendEntriesRequest;
import plumbline.core.Entry;
import plumbline.core.Message;

/** What a message counts where bytes are counted: its commands' bytes, and a flat amount for all the rest. */
public final class MessageSize {
    /** The flat amount for a message. */
    public static final int MESSAGE = 64;

    /** The flat amount for an entry, beside its command. */
    public static final int ENTRY = 16;

    private MessageSize() {}

    /** The size of {@code message}. */
    public static long of(Message message) {
        long bytes = MESSAGE;
        if (message instanceof AppendEntriesRequest request) {
            for (Entry entry : request.entries()) {
                bytes += ENTRY + entry.command().size();
            }
        }
        return bytes;
    }
}
