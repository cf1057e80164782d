package plumbline.runtime;

import plumbline.core.AppendEntriesResponse;
import plumbline.core.Message;

/**
 * Drops rejections that say again what the same follower has just said.
 *
 * <p>A leader pipelines. When one request is lost, the follower rejects each that comes after it, always in the same words,
 * and for each rejection the core sends up to a whole window again. One is enough. To drop a message is always allowed:
 * the network might have done it. What is sent again may be lost too, so after half a heartbeat interval the same
 * rejection counts as news.
 */
final class RepeatedRejections {
    private final AppendEntriesResponse[] lastOf;
    private final long[] at;
    private final long memory;

    RepeatedRejections(int servers, RaftConfiguration configuration) {
        lastOf = new AppendEntriesResponse[servers];
        at = new long[servers];
        memory = configuration.heartbeatInterval().toNanos() / 2;
    }

    /** Whether {@code message}, which arrives at {@code now}, is to be dropped. */
    boolean repeats(Message message, long now) {
        if (!(message instanceof AppendEntriesResponse response)
                || response.success()
                || response.from() > lastOf.length) {
            return false;
        }
        int follower = response.from() - 1;
        if (response.equals(lastOf[follower]) && now - at[follower] < memory) {
            return true;
        }
        lastOf[follower] = response;
        at[follower] = now;
        return false;
    }
}
