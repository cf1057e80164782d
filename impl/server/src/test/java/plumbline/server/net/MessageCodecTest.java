package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.server.wire.Wire.PeerFrame;

class MessageCodecTest {
    /** No two fields of a message have the same value, and none has that of a field which is not there. */
    private static final List<Message> MESSAGES = List.of(
            new RequestVoteRequest(1, 2, 9, 8, 7),
            new RequestVoteResponse(1, 2, 9, true),
            new RequestVoteResponse(1, 2, 9, false),
            new AppendEntriesRequest(
                    1,
                    2,
                    9,
                    8,
                    4,
                    List.of(new Entry(5, Command.of("")), new Entry(6, Command.of(new byte[] {0, -1}))),
                    3),
            AppendEntriesResponse.accepted(1, 2, 9, 8),
            AppendEntriesResponse.conflicting(1, 2, 9, 8, 7),
            AppendEntriesResponse.stale(1, 2, 9));

    private static ByteBuf bytes(PeerFrame frame) {
        return Unpooled.wrappedBuffer(frame.toByteArray());
    }

    @Test
    void everyMessageArrivesAsItWasSent() throws InvalidProtocolBufferException {
        for (Message message : MESSAGES) {
            assertEquals(message, MessageCodec.decode(bytes(MessageCodec.encode(message)), 1, 2));
        }
    }

    @Test
    void whatNoServerCanHaveSentIsRefused() {
        PeerFrame empty = PeerFrame.newBuilder().setTerm(1).build();
        assertThrows(IllegalArgumentException.class, () -> MessageCodec.decode(bytes(empty), 1, 2));
        PeerFrame beforeAllTerms = MessageCodec.encode(new RequestVoteResponse(1, 2, 9, true)).toBuilder()
                .setTerm(0)
                .build();
        assertThrows(IllegalArgumentException.class, () -> MessageCodec.decode(bytes(beforeAllTerms), 1, 2));
    }
}
