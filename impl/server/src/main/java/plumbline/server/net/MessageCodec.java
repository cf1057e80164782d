package plumbline.server.net;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.server.wire.Wire;
import plumbline.server.wire.Wire.PeerFrame;

/** Raft's messages as {@link PeerFrame}s. Sender and receiver are those of the connection and not in the frame. */
final class MessageCodec {
    private MessageCodec() {}

    static PeerFrame encode(Message message) {
        PeerFrame.Builder frame = PeerFrame.newBuilder().setTerm(message.term());
        if (message instanceof AppendEntriesRequest request) {
            return frame.setAppendEntriesRequest(encode(request)).build();
        }
        if (message instanceof AppendEntriesResponse response) {
            return frame.setAppendEntriesResponse(Wire.AppendEntriesResponse.newBuilder()
                            .setSuccess(response.success())
                            .setMatchIndex(response.matchIndex())
                            .setConflictTerm(response.conflictTerm())
                            .setConflictIndex(response.conflictIndex()))
                    .build();
        }
        if (message instanceof RequestVoteRequest request) {
            return frame.setRequestVoteRequest(Wire.RequestVoteRequest.newBuilder()
                            .setLastLogIndex(request.lastLogIndex())
                            .setLastLogTerm(request.lastLogTerm()))
                    .build();
        }
        RequestVoteResponse response = (RequestVoteResponse) message;
        return frame.setRequestVoteResponse(
                        Wire.RequestVoteResponse.newBuilder().setVoteGranted(response.voteGranted()))
                .build();
    }

    private static Wire.AppendEntriesRequest encode(AppendEntriesRequest request) {
        Wire.AppendEntriesRequest.Builder encoded = Wire.AppendEntriesRequest.newBuilder()
                .setPrevLogIndex(request.prevLogIndex())
                .setPrevLogTerm(request.prevLogTerm())
                .setLeaderCommit(request.leaderCommit());
        for (Entry entry : request.entries()) {
            encoded.addEntries(Wire.Entry.newBuilder()
                    .setTerm(entry.term())
                    // The buffer is of an immutable command.
                    .setCommand(UnsafeByteOperations.unsafeWrap(entry.command().asByteBuffer())));
        }
        return encoded.build();
    }

    /**
     * What a frame from {@code from} says to {@code to}.
     *
     * @throws InvalidProtocolBufferException if it is not a frame
     * @throws IllegalArgumentException if it is no message that a server can have sent
     */
    static Message decode(ByteBuf bytes, int from, int to) throws InvalidProtocolBufferException {
        PeerFrame frame = PeerFrame.parseFrom(bytes.nioBuffer());
        long term = frame.getTerm();
        return switch (frame.getMessageCase()) {
            case APPEND_ENTRIES_REQUEST -> decode(frame.getAppendEntriesRequest(), from, to, term);
            case APPEND_ENTRIES_RESPONSE -> {
                Wire.AppendEntriesResponse response = frame.getAppendEntriesResponse();
                yield new AppendEntriesResponse(
                        from,
                        to,
                        term,
                        response.getSuccess(),
                        response.getMatchIndex(),
                        response.getConflictTerm(),
                        response.getConflictIndex());
            }
            case REQUEST_VOTE_REQUEST -> {
                Wire.RequestVoteRequest request = frame.getRequestVoteRequest();
                yield new RequestVoteRequest(from, to, term, request.getLastLogIndex(), request.getLastLogTerm());
            }
            case REQUEST_VOTE_RESPONSE ->
                new RequestVoteResponse(
                        from, to, term, frame.getRequestVoteResponse().getVoteGranted());
            case MESSAGE_NOT_SET -> throw new IllegalArgumentException("a frame without a message");
        };
    }

    private static AppendEntriesRequest decode(Wire.AppendEntriesRequest request, int from, int to, long term) {
        List<Entry> entries = new ArrayList<>(request.getEntriesCount());
        for (Wire.Entry entry : request.getEntriesList()) {
            entries.add(new Entry(entry.getTerm(), command(entry.getCommand())));
        }
        return new AppendEntriesRequest(
                from,
                to,
                term,
                request.getPrevLogIndex(),
                request.getPrevLogTerm(),
                entries,
                request.getLeaderCommit());
    }

    static Command command(ByteString bytes) {
        return Command.of(bytes.asReadOnlyByteBuffer());
    }
}
