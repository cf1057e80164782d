package plumbline.checker.walk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page of {@code plumb explore} to a browser on this machine, and to nobody else: it listens on the loopback
 * address alone, answers only who calls it by that address (so that no name on the internet can be made to point here),
 * and takes questions only from its own page.
 */
public final class WalkServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int LARGEST_QUESTION = 64 << 10;
    private static final String JSON = "application/json";

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(5).build())
                    .build())
            .build();

    private final HttpServer server;
    private final ExecutorService threads;
    private final WalkPages pages;
    private final Set<String> hosts;

    private WalkServer(HttpServer server, WalkPages pages) {
        this.server = server;
        this.pages = pages;
        int port = server.getAddress().getPort();
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "plumb explore");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to serve at a free port.
     *
     * @throws IOException if there is none
     */
    public static WalkServer start(WalkSettings settings) throws IOException {
        HttpServer http = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), THREADS);
        WalkServer server = new WalkServer(http, new WalkPages(settings));
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    /** Where the page is. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Stops serving at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            if (!isFromHere(exchange.getRequestHeaders())) {
                refuse(exchange, 403, "only the page at " + address() + " may ask");
            } else if (method.equals("GET") && path.equals("/")) {
                send(exchange, 200, "text/html; charset=utf-8", pages.page());
            } else if (method.equals("POST")) {
                answer(exchange, path.substring(1));
            } else {
                refuse(exchange, path.equals("/") ? 405 : 404, "there is nothing here but the page");
            }
        } catch (IOException e) {
            // The browser has gone away.
            return;
        }
    }

    /** Called by this machine's own address, and if by a page, then by ours. */
    private boolean isFromHere(Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        String origin = headers.getFirst("Origin");
        return host.size() == 1
                && hosts.contains(host.get(0))
                && (origin == null || origin.equals("http://" + host.get(0)));
    }

    private void answer(HttpExchange exchange, String question) throws IOException {
        // A form on a foreign page can send text, but not this type without asking first.
        if (!JSON.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            refuse(exchange, 415, "a question must be " + JSON);
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_QUESTION + 1);
        if (body.length > LARGEST_QUESTION) {
            refuse(exchange, 413, "a question has at most " + LARGEST_QUESTION + " bytes");
            return;
        }
        try {
            JsonNode asked = MAPPER.readTree(body);
            send(exchange, 200, JSON, pages.answer(question, asked).toString());
        } catch (JsonProcessingException e) {
            refuse(exchange, 400, "the question is not JSON");
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            refuse(exchange, 500, "the trace cannot be written: " + e);
        } catch (RuntimeException | OutOfMemoryError e) {
            refuse(exchange, 500, "internal error, please report it: " + e);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        send(
                exchange,
                status,
                JSON,
                JsonNodeFactory.instance.objectNode().put("error", reason).toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
