package plumbline.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import plumbline.runtime.ServerStatus;

/**
 * Answers GET requests: {@code /health} with 200 if the server runs and knows a leader, else 503; {@code /metrics} in
 * Prometheus' text format. One thread of its own, so that it costs the server's turns nothing.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService thread;

    private HttpEndpoint(HttpServer server, ExecutorService thread) {
        this.server = server;
        this.thread = thread;
    }

    /**
     * Listens at {@code address}.
     *
     * @throws IOException if it cannot
     */
    public static HttpEndpoint start(
            InetSocketAddress address, Supplier<ServerStatus> status, PrometheusMeterRegistry registry)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot listen for HTTP at " + address.getHostString() + ":" + address.getPort() + ": "
                            + failure.getMessage(),
                    failure);
        }
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "plumbline-http");
            made.setDaemon(true);
            return made;
        });
        server.setExecutor(thread);
        server.createContext(
                "/", exchange -> answer(exchange, NOT_FOUND, "text/plain", "/health and /metrics are here\n"));
        server.createContext("/health", exchange -> health(exchange, status.get()));
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        server.start();
        return new HttpEndpoint(server, thread);
    }

    private static void health(HttpExchange exchange, ServerStatus status) throws IOException {
        boolean healthy = status.isRunning() && status.leader() != 0;
        answer(exchange, healthy ? OK : UNAVAILABLE, "application/json", json(status));
    }

    private static String json(ServerStatus status) {
        return "{\"server\":" + status.id() + ",\"condition\":\"" + status.condition() + "\",\"role\":\""
                + status.role() + "\",\"currentTerm\":" + status.term() + ",\"leader\":" + status.leader()
                + ",\"commitIndex\":" + status.commitIndex() + ",\"lastApplied\":" + status.appliedIndex()
                + ",\"lastLogIndex\":" + status.lastIndex() + "}\n";
    }

    private static void answer(HttpExchange exchange, int code, String type, String body) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdown();
    }
}
