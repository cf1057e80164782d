package plumbline.checker.validate;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.Fields;
import plumbline.checker.trace.JsonLines;

/**
 * A log file, and its line that comes next. A recording of {@code plumb-kv serve --record} is a log, too: its first line
 * is a server's restart, and it says which server all others are about.
 */
final class LogFile implements Closeable {
    private static final JsonLines.Limits LIMITS =
            new JsonLines.Limits("a log", 1 << 26, Long.MAX_VALUE, Long.MAX_VALUE);

    final Path path;
    private final int servers;
    private final InputStream in;
    private final JsonLines lines;
    private final boolean[] told;
    /** The server that a recording is about; 0 if this is none. */
    private int recorded;

    @Nullable
    LogLine next;

    LogFile(Path path, int servers) throws IOException {
        this.path = path;
        this.servers = servers;
        in = Files.newInputStream(path);
        lines = new JsonLines(in, path.toString(), LIMITS);
        told = new boolean[servers + 1];
    }

    /** Goes on to the next line, or to the end, where {@link #next} is null. */
    void advance() throws IOException {
        do {
            Optional<Fields> fields = lines.next();
            try {
                next = fields.isEmpty() ? null : read(fields.get());
            } catch (BadFieldException e) {
                throw lines.wrong(e.field(), e.reason());
            }
            if (fields.isEmpty()) {
                return;
            }
        } while (next == null);
        told[next.node()] = true;
    }

    private @Nullable LogLine read(Fields line) {
        if (recorded > 0) {
            // What the log held at the start is known from the recordings before.
            return line.has("entries") ? null : Recording.step(recorded, line, servers);
        }
        if (line.has("format")) {
            LogLine beginning = Recording.beginning(line, servers);
            recorded = beginning.node();
            return beginning;
        }
        return LogLine.read(line, servers);
    }

    /** The number of the line that comes next. */
    long line() {
        return lines.line();
    }

    /** Whether server {@code node} has had a line here, or has the next. */
    boolean tellsOf(int node) {
        return told[node];
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
