package plumbline.server.client;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;

/** One call on its way, until it is answered or its deadline has passed. On the event loop, but for its future. */
final class Request {
    final StoreCommand command;
    final long deadline;
    final CompletableFuture<StoreResult> answer = new CompletableFuture<>();

    /** The command as it is sent, the same in each attempt; empty before the first. */
    ByteString encoded = ByteString.EMPTY;
    /** The session it is sent in; 0 if it needs none, or has none yet. */
    long session;

    /** Its number in the session; 0 if it has none yet. */
    long sequence;
    /** The server that the latest attempt went to; 0 before the first. */
    int askedServer;
    /** When the latest attempt began. */
    long askedAt;
    /** Whether an attempt ended, or was given up, without it being known that nothing came of it. */
    boolean uncertain;

    Request(StoreCommand command, long deadline) {
        this.command = command;
        this.deadline = deadline;
    }

    boolean isWrite() {
        return switch (command.getOperationCase()) {
            case PUT, APPEND, DELETE, COMPARE_AND_SET -> true;
            case GET, OPEN_SESSION, OPERATION_NOT_SET -> false;
        };
    }
}
