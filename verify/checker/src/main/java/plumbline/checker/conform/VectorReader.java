package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.explore.LocalTransition;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.ChoiceJson;
import plumbline.checker.trace.Fields;
import plumbline.checker.trace.JsonLines;
import plumbline.checker.trace.StateJson;
import plumbline.checker.world.Choice;
import plumbline.core.ServerState;

/**
 * Reads vectors one by one, and holds each against the core: a file that was changed, or that another version of the core
 * wrote, is no certificate.
 */
public final class VectorReader implements Closeable {
    private static final JsonLines.Limits LIMITS =
            new JsonLines.Limits("a set of vectors", 1 << 20, 100_000_000, Long.MAX_VALUE);

    private final InputStream in;
    private final JsonLines lines;
    private final VectorHeader header;
    private final Set<String> ids = new HashSet<>();

    private VectorReader(InputStream in, String name) throws IOException {
        this.in = in;
        lines = new JsonLines(in, name, LIMITS);
        Fields first = lines.next()
                .orElseThrow(() -> lines.wrong("", "is missing: the file is empty, vectors begin with a header"));
        try {
            header = VectorHeader.read(first);
        } catch (BadFieldException e) {
            throw lines.wrong(e.field(), e.reason());
        }
    }

    /**
     * The vectors in {@code file}, of which the header is read.
     *
     * @throws plumbline.checker.trace.TraceFormatException naming file, line and field, if they are none
     * @throws IOException if it cannot be read
     */
    public static VectorReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new VectorReader(in, file.toString());
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether {@code file} begins as vectors do; their files lie beside traces and have the same ending. */
    public static boolean isVectors(Path file) {
        byte[] beginning = ("{\"" + VectorHeader.VERSION_FIELD + "\":").getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(beginning, in.readNBytes(beginning.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the vectors are. */
    public VectorHeader header() {
        return header;
    }

    /** The next vector; nothing after the last. */
    public Optional<TestVector> next() throws IOException {
        try {
            Optional<Fields> line = lines.next();
            if (line.isEmpty()) {
                if (ids.size() != header.vectors()) {
                    throw lines.wrong(
                            "",
                            "is missing: the file ends after " + ids.size() + " vectors, the header says "
                                    + header.vectors());
                }
                return Optional.empty();
            }
            if (ids.size() == header.vectors()) {
                throw lines.wrong("", "is one too many: the header says " + header.vectors() + " vectors");
            }
            return Optional.of(vector(line.get()));
        } catch (BadFieldException e) {
            throw lines.wrong(e.field(), e.reason());
        }
    }

    private TestVector vector(Fields line) {
        String id = line.text("id");
        ServerState state = StateJson.read(line.object("state"));
        Choice choice = choice(line.any("event"));
        Fields expected = line.object("expected");
        expected.any("state");
        expected.any("messages");
        expected.end();
        line.end();
        if (state.cluster().size() != header.bounds().servers()) {
            throw new BadFieldException(
                    "state.servers",
                    "is " + state.cluster().size() + ", the header says "
                            + header.bounds().servers());
        }
        if (choice instanceof Choice.Drop || choice.server() != state.id()) {
            throw new BadFieldException("event", "does not happen to server " + state.id());
        }
        TestVector vector = TestVector.of(transition(state, choice), header.dialect());
        check("id", JsonNodes.text(vector.id()), line.any("id"));
        check("expected.state", vector.expected(header.dialect()).path("state"), expected.any("state"));
        check("expected.messages", vector.expected(header.dialect()).path("messages"), expected.any("messages"));
        if (!ids.add(id)) {
            throw new BadFieldException("id", "is " + Fields.show(line.any("id")) + ", as on a line before");
        }
        return vector;
    }

    private LocalTransition transition(ServerState state, Choice choice) {
        try {
            return TestVector.transition(state, choice, header.dialect());
        } catch (RuntimeException refused) {
            throw new BadFieldException("event", "is refused by the core: " + refused.getMessage());
        }
    }

    private Choice choice(JsonNode event) {
        return ChoiceJson.read(new Fields(JsonNodes.completed(event, header.dialect()), "event"), false);
    }

    private static void check(String field, JsonNode core, JsonNode given) {
        if (!JsonNodes.equal(core, given)) {
            String differs = JsonNodes.firstDifference(field, core, given);
            String pointer =
                    differs.substring(field.length()).replaceAll("[.\\[]", "/").replace("]", "");
            throw new BadFieldException(
                    differs,
                    "is " + JsonNodes.show(given.at(pointer)) + ", the core gives " + JsonNodes.show(core.at(pointer))
                            + ": write the vectors anew with plumb vectors");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
