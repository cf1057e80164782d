package plumbline.checker.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server of {@code plumb explore} refuses; each over a socket, since no client library would send it. */
class WalkServerTest {
    private static final String JSON = "Content-Type: application/json\r\n";

    @TempDir
    Path directory;

    private WalkServer server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        server = WalkServer.start(Walks.votingTwice(directory, 10));
        address = URI.create(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String ask(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            try {
                out.write(body);
            } catch (IOException e) {
                // Refused before all was read.
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String post(String question, String more, String body) throws IOException {
        return ask(
                "POST /" + question + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + more,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(int status, String reason, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("{\"error\":\"" + reason), answer);
    }

    @Test
    void itListensOnTheLoopbackAddressAlone() throws IOException {
        assertEquals("127.0.0.1", address.getHost());
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress other : Collections.list(network.getInetAddresses())) {
                if (!other.isLoopbackAddress()) {
                    try (Socket socket = new Socket()) {
                        assertThrows(
                                IOException.class,
                                () -> socket.connect(new InetSocketAddress(other, address.getPort()), 1_000));
                    }
                }
            }
        }
    }

    @Test
    void whoeverCallsItByAnotherNameIsRefused() throws IOException {
        for (String host : List.of("evil.example:" + address.getPort(), "127.0.0.1", "127.0.0.1:1", "")) {
            assertRefused(403, "only the page at", ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n", new byte[0]));
        }
        String twice = "GET / HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nHost: evil.example\r\n";
        assertRefused(403, "only the page at", ask(twice, new byte[0]));
        String local = ask("GET / HTTP/1.1\r\nHost: localhost:" + address.getPort() + "\r\n", new byte[0]);
        assertTrue(local.startsWith("HTTP/1.1 200 "), local);
        assertTrue(local.contains("connect-src 'self'"));
    }

    @Test
    void anotherPageMayNotAsk() throws IOException {
        String question = "{\"path\":[0]}";
        for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
            assertRefused(403, "only the page at", post("walk", JSON + "Origin: " + origin + "\r\n", question));
        }
        assertRefused(415, "a question must be application/json", post("walk", "", question));
        assertRefused(
                415, "a question must be application/json", post("walk", "Content-Type: text/plain\r\n", question));
        String own = post("walk", JSON + "Origin: http://" + address.getAuthority() + "\r\n", question);
        assertTrue(own.contains("\"path\":[0]"), own);
    }

    @Test
    void badQuestionsAreAnsweredWithWhatIsWrong() throws IOException {
        assertRefused(400, "the question is not JSON", post("walk", JSON, "{\"path\":["));
        assertRefused(400, "the question is not JSON", post("walk", JSON, "[[[[[[[[[["));
        assertRefused(400, "path must be a list", post("walk", JSON, "{}"));
        assertRefused(400, "path must be a list", post("walk", JSON, ""));
        assertRefused(400, "path must be a list of whole numbers", post("walk", JSON, "{\"path\":[1.5]}"));
        assertRefused(400, "choice 1 of the path is number 99", post("walk", JSON, "{\"path\":[99]}"));
        assertRefused(400, "steps must be 1 to 200", post("random", JSON, "{\"path\":[],\"steps\":201}"));
        assertRefused(400, "property must be one of", post("violation", JSON, "{\"path\":[],\"property\":\"x\"}"));
        assertRefused(400, "property is missing", post("reach", JSON, "{\"path\":[]}"));
        assertRefused(400, "name must be", post("save", JSON, "{\"path\":[],\"name\":\"../x\"}"));
        assertRefused(400, "there is no question", post("other", JSON, "{\"path\":[]}"));
        assertRefused(413, "a question has at most", post("walk", JSON, " ".repeat((64 << 10) + 1)));
        assertRefused(
                404,
                "there is nothing here",
                ask("GET /etc/passwd HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n", new byte[0]));
        assertRefused(
                405,
                "there is nothing here",
                ask("DELETE / HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n", new byte[0]));
    }

    @Test
    void aSearchThatGivesUpSaysSo() throws IOException {
        String answer = post("violation", JSON, "{\"path\":[],\"property\":\"ElectionSafety\"}");
        assertTrue(answer.contains("None was found, and not everything was looked at"), answer);
    }

    @Test
    void closedItAnswersNoMore() {
        server.close();
        assertThrows(ConnectException.class, () -> new Socket(address.getHost(), address.getPort()).close());
    }
}
