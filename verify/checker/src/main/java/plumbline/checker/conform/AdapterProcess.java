package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.ChoiceJson;
import plumbline.checker.trace.Fields;
import plumbline.checker.trace.JsonLines;
import plumbline.checker.trace.StateJson;
import plumbline.checker.world.Choice;
import plumbline.core.Cluster;
import plumbline.core.ServerState;

/**
 * An adapter: a process that reads one question per line on its standard input and writes one answer per line on its
 * standard output, in the same order.
 *
 * <p>Three threads carry lines to it, from it, and its standard error; whatever it does, the thread that asks waits no
 * longer than the time limit.
 */
public final class AdapterProcess implements Subject<JsonNode> {
    private static final String HELLO = "hello";
    private static final int WINDOW = 128;
    private static final int LONGEST_LINE = 1 << 20;
    private static final byte[] END = new byte[0];
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Process process;
    private final Duration limit;
    private final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(4 * WINDOW);
    private final Deque<Question> open = new ArrayDeque<>();
    private Profile profile = Profile.DEFAULT;

    private record Question(String id, JsonNode state) {}

    private AdapterProcess(Process process, Duration limit, OutputStream stderr) {
        this.process = process;
        this.limit = limit;
        thread("to the adapter", this::write);
        thread("from the adapter", this::read);
        thread("standard error of the adapter", () -> passOn(stderr));
    }

    /**
     * Starts {@code command}, and asks it a first question to see that it answers.
     *
     * @param limit how long it may take to reply
     * @param profile in what it may differ; nothing to let it say so itself
     * @param stderr where its standard error goes
     * @throws IOException if there is no such command
     * @throws SubjectFailedException if it does not answer
     */
    public static AdapterProcess start(
            List<String> command, Duration limit, Optional<Profile> profile, OutputStream stderr)
            throws IOException, SubjectFailedException {
        AdapterProcess adapter = new AdapterProcess(new ProcessBuilder(command).start(), limit, stderr);
        try {
            adapter.greet();
            adapter.profile = profile.orElse(adapter.profile);
            return adapter;
        } catch (SubjectFailedException e) {
            adapter.close();
            throw e;
        }
    }

    /** The first question has the same words in every dialect, so it can be asked before the profile is known. */
    private void greet() throws SubjectFailedException {
        ServerState state = ServerState.initial(1, Cluster.of(3));
        ask(HELLO, load(state), Choice.electionTimeout(1));
        JsonNode first = parse(line());
        if (first.has("profile")) {
            try {
                Fields fields = new Fields(first, "");
                profile = Profile.read(fields.object("profile"));
                fields.end();
            } catch (BadFieldException e) {
                throw new SubjectFailedException("declares a profile whose " + e.field() + " " + e.reason());
            }
            answer();
        } else {
            answer(first);
        }
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public JsonNode load(ServerState state) {
        return StateJson.write(state);
    }

    @Override
    public void ask(String id, JsonNode server, Choice choice) {
        ObjectNode question = JsonNodeFactory.instance.objectNode().put("id", id);
        question.set("state", server);
        ObjectNode event = ChoiceJson.write(choice, false);
        if (event.has("conflictIndex")) {
            event.remove(profile.dialect().lacks());
        }
        question.set("event", event);
        open.add(new Question(id, server));
        questions.add((question + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Answer<JsonNode> answer() throws SubjectFailedException {
        return answer(parse(line()));
    }

    private Answer<JsonNode> answer(JsonNode reply) throws SubjectFailedException {
        Question asked = open.element();
        JsonNode id = reply.path("id");
        if (!id.isTextual() || !id.textValue().equals(asked.id)) {
            throw new SubjectFailedException(
                    id.isMissingNode()
                            ? "replies without an id: " + JsonNodes.show(reply)
                            : "replies with the id " + JsonNodes.show(id));
        }
        open.remove();
        if (reply.has("error")) {
            MissingNode nothing = MissingNode.getInstance();
            return new Answer<>(nothing, nothing, nothing, JsonNodes.show(reply.path("error")));
        }
        return new Answer<>(whole(reply.path("state"), asked.state), reply.path("state"), reply.path("messages"), "");
    }

    /** The state with what never changes, which a reply may leave out and a question has. */
    private static JsonNode whole(JsonNode state, JsonNode asked) {
        if (!state.isObject()) {
            return state;
        }
        ObjectNode whole = state.deepCopy();
        Comparison.CONSTANT.forEach(name -> whole.set(name, asked.path(name)));
        return whole;
    }

    private JsonNode parse(byte[] line) throws SubjectFailedException {
        try {
            JsonNode reply = JsonLines.parse(line, 0, line.length);
            new Fields(reply, "");
            return reply;
        } catch (BadFieldException e) {
            String start = new String(line, 0, Math.min(line.length, 80), StandardCharsets.UTF_8);
            throw new SubjectFailedException(
                    "replies with garbage, \"" + start.replaceAll("\\p{Cntrl}", "?") + "\": the line " + e.reason());
        }
    }

    private byte[] line() throws SubjectFailedException {
        byte @Nullable [] line;
        try {
            line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SubjectFailedException("was not waited for: interrupted");
        }
        if (line == null) {
            throw new SubjectFailedException("does not reply within " + limit.toMillis() / 1000.0 + " s");
        }
        if (line == END) {
            throw new SubjectFailedException(ending());
        }
        if (line.length > LONGEST_LINE) {
            throw new SubjectFailedException("replies with more than " + LONGEST_LINE + " bytes in one line");
        }
        return line;
    }

    private String ending() {
        try {
            return process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    ? "ends with exit code " + process.exitValue() + " without a reply"
                    : "closes its standard output without a reply";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ends without a reply";
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
            for (byte[] next = questions.take(); next != END; next = questions.take()) {
                out.write(next);
                if (questions.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            // It is gone; whoever waits for its reply learns of that from its output's end.
        }
    }

    private void read() {
        try {
            try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                for (int next = in.read(); next >= 0; next = in.read()) {
                    if (next != '\n' && line.size() <= LONGEST_LINE) {
                        line.write(next);
                    } else {
                        lines.put(line.toByteArray());
                        line.reset();
                    }
                }
                if (line.size() > 0) {
                    lines.put(line.toByteArray());
                }
            } catch (IOException e) {
                // As good as the end.
            }
            lines.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(OutputStream stderr) {
        try (InputStream in = process.getErrorStream()) {
            in.transferTo(stderr);
        } catch (IOException e) {
            // Nothing more to pass on.
        }
    }

    /** Tells it that no more questions come, and ends it if it does not end by itself. */
    @Override
    public void close() {
        questions.add(END);
        try {
            if (!lines.isEmpty() || !process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
