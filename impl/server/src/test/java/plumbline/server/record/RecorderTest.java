package plumbline.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.ServerState;
import plumbline.runtime.StepFunction;

/** What is written down is compared with a file that {@code plumb replay} is tested on, so the two agree on the format. */
class RecorderTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "recording.jsonl");

    /** Every kind of event, every role, and a log that is there from the start. */
    private static final List<Event> EVENTS = List.of(
            new ElectionTimeout(),
            new RequestVoteResponse(2, 1, 2, true),
            new ClientRequest(List.of(Command.of("a"), Command.of(new byte[] {0, -1}))),
            new AppendEntriesResponse(2, 1, 2, true, 4, 0, 0),
            new HeartbeatTimeout(),
            new AppendEntriesResponse(3, 1, 2, false, 0, 0, 1),
            new RequestVoteRequest(3, 1, 3, 2, 1),
            new AppendEntriesRequest(2, 1, 4, 3, 2, List.of(new Entry(4, Command.of(""))), 3));

    @TempDir
    private Path directory;

    private static ServerState start() {
        Log log = Log.of(new Entry(1, Command.of("first")), new Entry(1, Command.of("second")));
        return ServerState.restart(1, new Cluster(3, 1_024), new PersistentState(1, 3, log));
    }

    private static void record(Path file) throws IOException {
        try (Recorder recorder = Recorder.to(file, StepFunction.RAFT)) {
            ServerState state = start();
            for (Event event : EVENTS) {
                state = recorder.step(state, event).state();
            }
            ServerState last = state;
            // Refused by the core: nothing happened, and nothing is written.
            assertThrows(
                    IllegalArgumentException.class, () -> recorder.step(last, new RequestVoteRequest(2, 3, 5, 0, 0)));
        }
    }

    @Test
    void stepsAreWrittenAsTheFormatSays() throws IOException {
        Path file = directory.resolve("recording.jsonl");
        record(file);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.copy(file, GOLDEN, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertEquals(
                Files.readString(GOLDEN), Files.readString(file), "-Dgolden.rewrite=true writes " + GOLDEN + " anew");
    }

    @Test
    void anEarlierRecordingIsKept() throws IOException {
        Path file = Files.writeString(directory.resolve("recording.jsonl"), "one");
        record(file);
        Files.writeString(file, "two");
        record(file);
        assertEquals("one", Files.readString(directory.resolve("recording.jsonl.1")));
        assertEquals("two", Files.readString(directory.resolve("recording.jsonl.2")));
        assertEquals(Files.readString(GOLDEN), Files.readString(file));
    }
}
