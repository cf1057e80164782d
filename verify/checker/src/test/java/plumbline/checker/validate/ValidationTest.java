package plumbline.checker.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.Mutants;
import plumbline.checker.trace.TraceFormatException;
import plumbline.checker.world.StepFunction;

class ValidationTest {
    private static final int SERVERS = 3;

    @TempDir
    Path directory;

    private Path write(String name, List<ObjectNode> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return Files.writeString(directory.resolve(name), text);
    }

    private Optional<Validation.Impossible> validate(int servers, List<Path> files) throws IOException {
        return Validation.validate(files, servers, lines -> {}).impossible();
    }

    private Optional<Validation.Impossible> validate(List<ObjectNode> lines) throws IOException {
        return validate(SERVERS, List.of(write("log.jsonl", lines)));
    }

    private List<Path> byServer(List<ObjectNode> lines) throws IOException {
        Map<Integer, List<ObjectNode>> split = new TreeMap<>();
        lines.forEach(line -> split.computeIfAbsent(line.path("node").intValue(), node -> new ArrayList<>())
                .add(line));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<Integer, List<ObjectNode>> server : split.entrySet()) {
            files.add(write("server-" + server.getKey() + ".jsonl", server.getValue()));
        }
        return files;
    }

    private static List<ObjectNode> log(long seed) {
        return CoreLog.of(SERVERS, 300, seed, StepFunction.RAFT);
    }

    private static List<ObjectNode> copy(List<ObjectNode> lines) {
        List<ObjectNode> copy = new ArrayList<>();
        lines.forEach(line -> copy.add(line.deepCopy()));
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"1,50", "2,200", "3,400", "5,400", "7,400"})
    void whatTheCoreDoesIsPossibleInOneFileAndInMany(int servers, int steps) throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            List<ObjectNode> lines = CoreLog.of(servers, steps, seed, StepFunction.RAFT);
            assertEquals(Optional.empty(), validate(servers, List.of(write("log.jsonl", lines))), "seed " + seed);
            List<Path> files = byServer(lines);
            Collections.shuffle(files, new Random(seed));
            assertEquals(Optional.empty(), validate(servers, files), "seed " + seed);
        }
    }

    @Test
    void whatALogLeavesOutIsInferred() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            List<ObjectNode> lines = log(seed);
            for (ObjectNode line : lines) {
                line.remove(List.of("votedFor", "role", "lastLogTerm"));
                if (line.path("message") instanceof ObjectNode message) {
                    message.remove(List.of("prevLogTerm", "leaderCommit", "matchIndex"));
                }
            }
            lines.removeIf(line -> line.path("event").textValue().equals("HeartbeatTimeout"));
            assertEquals(Optional.empty(), validate(lines), "seed " + seed);
            assertEquals(Optional.empty(), validate(SERVERS, byServer(lines)), "seed " + seed);
        }
    }

    /** Each of these follows from what happened before, so no other value is possible. */
    @ParameterizedTest
    @ValueSource(strings = {"currentTerm", "votedFor", "role", "lastLogTerm"})
    void aFieldThatFollowsIsFoundWhenItIsChanged(String field) throws IOException {
        Random random = new Random(1);
        for (int attempt = 0; attempt < 100; attempt++) {
            List<ObjectNode> lines = copy(log(attempt % 10));
            int number = random.nextInt(lines.size());
            ObjectNode line = lines.get(number);
            JsonNode was = line.path(field);
            if (field.equals("role")) {
                line.put("role", was.textValue().equals("Leader") ? "Follower" : "Leader");
            } else if (field.equals("votedFor")) {
                line.put("votedFor", was.isNull() ? 1 : was.intValue() % SERVERS + 1);
            } else {
                line.put(field, was.longValue() + 1);
            }
            Validation.Impossible found = validate(lines).orElseThrow(() -> new AssertionError("not found: " + line));
            assertEquals(number + 1, found.line());
            assertEquals(field, found.field());
            assertTrue(found.reason().contains("the core allows"), found.reason());
        }
    }

    /** A log may be behind in committing, but not ahead, and never goes back. */
    @Test
    void aCommitIndexIsFoundUnlessItIsOnlyBehind() throws IOException {
        Random random = new Random(2);
        int behind = 0;
        for (int attempt = 0; attempt < 200; attempt++) {
            List<ObjectNode> lines = copy(log(attempt % 10));
            int number = random.nextInt(lines.size());
            ObjectNode line = lines.get(number);
            long was = line.path("commitIndex").longValue();
            long changed = Math.max(0, was + random.nextInt(5) - 2);
            line.put("commitIndex", changed);
            Optional<Validation.Impossible> found = validate(lines);
            if (changed > was) {
                assertEquals(number + 1, found.orElseThrow().line());
                assertEquals("commitIndex", found.orElseThrow().field());
            } else if (found.isEmpty()) {
                assertTrue(before(lines, number, "commitIndex") <= changed, line.toString());
                behind++;
            }
        }
        assertTrue(behind > 0, "nothing was behind");
    }

    /** What the same server's line before had; 0 where there is none, or where it restarts. */
    private static long before(List<ObjectNode> lines, int number, String field) {
        if (lines.get(number).path("event").textValue().equals("Restart")) {
            return 0;
        }
        for (int i = number - 1; i >= 0; i--) {
            if (lines.get(i).path("node").equals(lines.get(number).path("node"))) {
                return lines.get(i).path(field).longValue();
            }
        }
        return 0;
    }

    /** A line that is gone is missed as soon as anything depends on it. */
    @Test
    void aDroppedLineIsFoundUnlessNothingDependsOnIt() throws IOException {
        int found = 0;
        int harmless = 0;
        for (int seed = 0; seed < 10; seed++) {
            List<ObjectNode> whole = log(seed);
            for (int number = 0; number < whole.size(); number += 7) {
                List<ObjectNode> lines = copy(whole);
                ObjectNode dropped = lines.remove(number);
                if (validate(lines).isPresent()) {
                    found++;
                } else {
                    assertTrue(isHarmless(dropped, whole, number), dropped.toString());
                    harmless++;
                }
            }
        }
        assertTrue(found > 50 && harmless > 50, found + " found, " + harmless + " harmless");
    }

    /**
     * Without this line the log is still one that the core could write: nothing that it tells changed, it was the server's
     * last, a leader's client request shows in its next line, or what changed is in no line but shows later as being
     * behind.
     */
    private static boolean isHarmless(ObjectNode line, List<ObjectNode> whole, int number) {
        boolean last = whole.subList(number + 1, whole.size()).stream()
                .noneMatch(other -> other.path("node").equals(line.path("node")));
        boolean same = true;
        for (String field : List.of("currentTerm", "lastLogIndex", "commitIndex")) {
            same &= before(whole, number, field) == line.path(field).longValue();
        }
        return last
                || same
                || line.path("event").textValue().equals("ClientRequest")
                || line.path("event").textValue().startsWith("Handle")
                || line.path("event").textValue().equals("Restart");
    }

    /** Two lines of one server in the wrong order: possible only where neither depends on the other. */
    @Test
    void swappedLinesAreFoundUnlessTheyAreIndependent() throws IOException {
        int found = 0;
        for (int seed = 0; seed < 10; seed++) {
            List<ObjectNode> whole = log(seed);
            for (int number = 0; number + 1 < whole.size(); number += 5) {
                List<ObjectNode> lines = copy(whole);
                ObjectNode one = lines.get(number);
                ObjectNode other = lines.get(number + 1);
                Collections.swap(lines, number, number + 1);
                if (validate(lines).isPresent()) {
                    found++;
                } else if (one.path("node").equals(other.path("node"))) {
                    // The states told are the same before, between and after, or one is behind in committing.
                    for (String field : List.of("currentTerm", "votedFor", "role", "lastLogIndex", "lastLogTerm")) {
                        assertEquals(one.path(field), other.path(field), one + "\n" + other);
                    }
                }
            }
        }
        assertTrue(found > 20, found + " found");
    }

    @Test
    void aServerThatBreaksARuleIsFoundWhereItDoes() throws IOException {
        int found = 0;
        for (long seed = 0; seed < 30; seed++) {
            try {
                List<ObjectNode> lines = CoreLog.of(SERVERS, 300, seed, Mutants.VOTES_TWICE);
                Optional<Validation.Impossible> impossible = validate(SERVERS, byServer(lines));
                found += impossible.isPresent() ? 1 : 0;
            } catch (IllegalArgumentException refused) {
                // The mutant went so wrong that the core refuses what it sends.
                found++;
            }
        }
        assertTrue(found > 10, found + " found");
    }

    private String complaint(String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.jsonl"), String.join("\n", lines) + "\n");
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> validate(SERVERS, List.of(file)));
        return String.valueOf(e.getMessage()).substring((file + ": ").length());
    }

    @Test
    void aGarbledLineSaysWhatIsWrong() throws IOException {
        String good = "{\"node\":1,\"event\":\"ElectionTimeout\"}";
        assertEquals("line 2: node is 4, must be 1 to 3", complaint(good, good.replace(":1", ":4")));
        assertEquals("line 2: event is missing", complaint(good, "{\"node\":1}"));
        assertEquals(
                "line 2: message is missing",
                complaint(good, good.replace("ElectionTimeout", "HandleRequestVoteRequest")));
        assertTrue(
                complaint(good, good.replace("ElectionTimeout", "Explode")).startsWith("line 2: event is \"Explode\""));
        assertEquals("line 2: term is not a known field here", complaint(good, good.replace("}", ",\"term\":1}")));
        assertTrue(complaint(good, "{\"node\":1").startsWith("line 2: the line is not JSON"));
        assertEquals("line 2: the line is blank", complaint(good, ""));
        assertEquals(
                "line 1: role is \"Boss\", must be Follower, Candidate or Leader",
                complaint(good.replace("}", ",\"role\":\"Boss\"}")));
        assertEquals(
                "line 1: message.lastLogTerm is 3, with lastLogIndex 1 and term 2",
                complaint("{\"node\":1,\"event\":\"HandleRequestVoteRequest\",\"message\":{\"from\":2,\"term\":2,"
                        + "\"lastLogIndex\":1,\"lastLogTerm\":3}}"));
        assertEquals(
                "line 1: message.from is 1, the server that receives it",
                complaint("{\"node\":1,\"event\":\"HandleRequestVoteResponse\",\"message\":{\"from\":1,\"term\":2,"
                        + "\"voteGranted\":true}}"));
        byte[] noise = new byte[200];
        new Random(3).nextBytes(noise);
        Path file = Files.write(directory.resolve("noise.jsonl"), noise);
        assertThrows(TraceFormatException.class, () -> validate(SERVERS, List.of(file)));
    }

    @Test
    void aMessageThatNobodySentIsFound() throws IOException {
        Path file = Files.writeString(directory.resolve("ghost.jsonl"), """
                {"node":1,"event":"ElectionTimeout","currentTerm":1}
                {"node":2,"event":"HandleAppendEntriesRequest","message":{"from":1,"term":1,"prevLogIndex":0,"entries":0}}
                """);
        assertEquals(
                file + ": line 2: message was never sent: server 1 does not lead term 1",
                validate(SERVERS, List.of(file)).orElseThrow().toString());
    }

    @Test
    void aRecordingOfOurServerIsALog() throws IOException {
        String beginning = "{\"format\":\"plumbline-recording\",\"version\":1,\"server\":1,\"servers\":1,\"window\":9,"
                + "\"currentTerm\":%s,\"votedFor\":%s,\"lastLogIndex\":%s}\n";
        Path first = Files.writeString(
                directory.resolve("a.1"),
                beginning.formatted("0", "0", "0")
                        + "{\"event\":{\"action\":\"ElectionTimeout\"},\"state\":{\"currentTerm\":1,\"votedFor\":1,"
                        + "\"lastLogIndex\":0,\"logHash\":1,\"commitIndex\":0,\"role\":\"Leader\",\"nextIndex\":[0],"
                        + "\"matchIndex\":[0]}}\n"
                        + "{\"event\":{\"action\":\"ClientRequest\",\"commands\":[{\"base64\":\"\"}]},\"state\":{"
                        + "\"currentTerm\":1,\"votedFor\":1,\"lastLogIndex\":1,\"logHash\":1,\"commitIndex\":1,"
                        + "\"role\":\"Leader\",\"nextIndex\":[0],\"matchIndex\":[0]}}\n");
        Path second = Files.writeString(
                directory.resolve("a"),
                beginning.formatted("1", "1", "1") + "{\"entries\":[{\"term\":1,\"command\":{\"base64\":\"\"}}]}\n");
        assertEquals(Optional.empty(), validate(1, List.of(first, second)));
        Path forgetful = Files.writeString(directory.resolve("a"), beginning.formatted("1", "0", "1"));
        assertEquals(
                forgetful + ": line 1: votedFor is null, the core allows 1",
                validate(1, List.of(first, forgetful)).orElseThrow().toString());
    }

    @Test
    void memoryIsLetGoOfAsAllServersCommit() throws IOException {
        // More entries than lie between two times of letting go, so that indices are shifted more than once.
        int entries = 100_000;
        StringBuilder log = new StringBuilder("{\"node\":1,\"event\":\"ElectionTimeout\",\"role\":\"Candidate\"}\n"
                + "{\"node\":2,\"event\":\"HandleRequestVoteRequest\",\"message\":{\"from\":1,\"term\":1,"
                + "\"lastLogIndex\":0,\"lastLogTerm\":0}}\n"
                + "{\"node\":1,\"event\":\"HandleRequestVoteResponse\",\"message\":{\"from\":2,\"term\":1,"
                + "\"voteGranted\":true},\"role\":\"Leader\"}\n");
        int batch = 1000;
        for (int last = batch; last <= entries; last += batch) {
            log.append("{\"node\":1,\"event\":\"ClientRequest\",\"lastLogIndex\":" + last + "}\n");
            log.append("{\"node\":2,\"event\":\"HandleAppendEntriesRequest\",\"message\":{\"from\":1,\"term\":1,"
                    + "\"prevLogIndex\":" + (last - batch) + ",\"entries\":" + batch + ",\"leaderCommit\":"
                    + (last - batch) + "},\"lastLogIndex\":" + last + ",\"commitIndex\":" + (last - batch) + "}\n");
            log.append("{\"node\":1,\"event\":\"HandleAppendEntriesResponse\",\"message\":{\"from\":2,\"term\":1,"
                    + "\"success\":true,\"matchIndex\":" + last + "},\"commitIndex\":" + last + "}\n");
        }
        Path file = Files.writeString(directory.resolve("long.jsonl"), log);
        assertEquals(Optional.empty(), validate(2, List.of(file)));
        Path bad = Files.writeString(
                directory.resolve("longer.jsonl"),
                log + "{\"node\":2,\"event\":\"Restart\",\"lastLogIndex\":" + (entries - 1) + "}\n");
        assertEquals(
                "lastLogIndex is " + (entries - 1) + ", the core allows " + entries,
                validate(2, List.of(bad))
                        .map(found -> found.field() + " " + found.reason())
                        .orElseThrow());
    }
}
