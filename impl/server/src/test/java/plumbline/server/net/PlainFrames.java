package plumbline.server.net;

import com.google.protobuf.MessageLite;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** Frames by hand, as whoever reads {@code wire.proto} would write and read them. */
public final class PlainFrames {
    private PlainFrames() {}

    /** Writes {@code message} behind its length. */
    public static void send(Socket socket, MessageLite message) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] bytes = message.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The next message. */
    public static byte[] receive(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }
}
