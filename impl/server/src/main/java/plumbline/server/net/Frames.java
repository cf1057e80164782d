package plumbline.server.net;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import plumbline.runtime.RaftConfiguration;

/** Frames: four bytes of length, then a message. A length above the limit closes the connection before it is read. */
public final class Frames {
    /** The version of what is spoken, in every handshake. */
    public static final int PROTOCOL_VERSION = 1;

    /** The longest frame of a handshake. */
    public static final int HANDSHAKE_BYTES = 4_096;

    private static final int LENGTH_BYTES = 4;
    /** More than tags, lengths and numbers take in a message, and in one of its entries. */
    private static final int MESSAGE_OVERHEAD = 128;

    private static final int ENTRY_OVERHEAD = 32;

    private Frames() {}

    /** The longest frame that a peer may send. */
    static int peerBytes(RaftConfiguration configuration) {
        return Math.toIntExact(
                MESSAGE_OVERHEAD + (long) configuration.window() * (ENTRY_OVERHEAD + configuration.maxCommandBytes()));
    }

    /** The longest frame between a client and a server, either way. */
    public static int clientBytes(int maxCommandBytes) {
        return MESSAGE_OVERHEAD + maxCommandBytes;
    }

    /** Takes frames of at most {@code most} bytes out of what arrives. */
    public static ChannelHandler decoder(int most) {
        return new LengthFieldBasedFrameDecoder(most, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    }

    /** {@code message} as a frame; the caller owns it. */
    public static ByteBuf encode(MessageLite message, ByteBufAllocator allocator) {
        int length = message.getSerializedSize();
        ByteBuf frame = allocator.directBuffer(LENGTH_BYTES + length, LENGTH_BYTES + length);
        frame.writeInt(length);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(frame.nioBuffer(LENGTH_BYTES, length));
            message.writeTo(out);
            out.flush();
        } catch (IOException impossible) {
            frame.release();
            throw new UncheckedIOException(impossible);
        }
        return frame.writerIndex(LENGTH_BYTES + length);
    }
}
