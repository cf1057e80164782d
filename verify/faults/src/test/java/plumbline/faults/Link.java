package plumbline.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one server dials to reach another: a proxy that passes bytes on, until it is cut. Then it is as a cable that was
 * pulled: connections stay, and nothing comes through. Servers answer over connections of their own, so a link that is cut
 * is one direction that is lost.
 */
final class Link implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean cut;
    private boolean closed;

    /** To a port on loopback. */
    Link(int target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        start("link", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void cut() {
        cut = true;
    }

    synchronized void mend() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut && !closed) {
            wait();
        }
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket dialler = listener.accept();
            sockets.add(dialler);
            start("link-dial", () -> connect(dialler));
        }
    }

    private void connect(Socket dialler) throws IOException, InterruptedException {
        Socket listening = new Socket();
        sockets.add(listening);
        try {
            awaitWhole();
            listening.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1_000);
        } catch (IOException refused) {
            close(dialler, listening);
            return;
        }
        start("link-back", () -> pump(listening, dialler));
        pump(dialler, listening);
    }

    private void pump(Socket from, Socket to) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitWhole();
                out.write(buffer, 0, count);
            }
        } finally {
            close(from, to);
        }
    }

    private void close(Socket... ends) throws IOException {
        for (Socket socket : ends) {
            sockets.remove(socket);
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException closed) {
                        // An end of the connection has gone; so does this thread.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        close(sockets.toArray(Socket[]::new));
    }
}
