package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.world.StepFunction;

class ReplayCommandTest {
    private static final String TWO_VOTES = """
            {"version":1,"name":"two-votes","story":["One.","Two."],"rules":"voter-grants-two-votes","bounds":{"servers":3,"terms":1,"entries":0,"commands":1,"burst":1,"restarts":0,"window":"unlimited","network":"set"},"property":"ElectionSafety","expected":"violated"}
            {"action":"ElectionTimeout","server":1}
            {"action":"ElectionTimeout","server":2}
            {"action":"HandleRequestVoteRequest","from":1,"to":3,"term":1,"lastLogIndex":0,"lastLogTerm":0}
            {"action":"HandleRequestVoteRequest","from":2,"to":3,"term":1,"lastLogIndex":0,"lastLogTerm":0}
            {"action":"HandleRequestVoteResponse","from":3,"to":1,"term":1,"voteGranted":true}
            {"action":"HandleRequestVoteResponse","from":3,"to":2,"term":1,"voteGranted":true}
            {"outcome":"violated","property":"ElectionSafety","reason":"two leaders"}
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private Path trace;

    @BeforeEach
    void writeTrace() throws IOException {
        trace = Files.writeString(directory.resolve("two-votes.jsonl"), TWO_VOTES);
    }

    private int plumb(String... arguments) {
        out.reset();
        err.reset();
        return new Application(new Surroundings(
                        StepFunction.RAFT,
                        (options, execution, progress) -> {
                            throw new AssertionError("should not have explored");
                        },
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTraceRunsOnTheRulesThatItNamesAndTellsWhatChangedAndWhatWasSent() {
        assertEquals(0, plumb("replay", trace.toString()), err());
        for (String line : new String[] {
            "two-votes",
            "  One.",
            "  1. The election timeout of server 1 elapses: becomes a candidate in term 1, votes for itself, sends "
                    + "RequestVoteRequest (term 1, log up to 0) to servers 2 and 3.",
            "        currentTerm: 0 -> 1",
            "        votedFor: nobody -> server 1",
            "        role: follower -> candidate",
            "        votesGranted: - -> {1}",
            "        sent to server 2: RequestVoteRequest (term 1, log up to 0)",
            "        votedFor: server 1 -> server 2",
            "        nextIndex[3]: - -> 1",
            "ElectionSafety is violated: server 2 was elected in term 1, in which server 1 was elected before.",
            "As expected: ElectionSafety is violated."
        }) {
            assertTrue(out().lines().anyMatch(line::equals), line + "\nis not in\n" + out());
        }
        assertEquals("", err());
    }

    @Test
    void theCoreDoesOtherwiseAndThatIsSaid() {
        assertEquals(1, plumb("replay", trace.toString(), "--bug", "none"));
        assertTrue(out().contains("passed over, server 2 was never sent this message"), out());
        assertTrue(
                out().endsWith("Not as expected: the header says that ElectionSafety is violated; "
                        + "here nothing is violated.\n"),
                out());
    }

    @Test
    void anotherBugMayBeNamedByItsTitleOrId() {
        assertEquals(1, plumb("replay", trace.toString(), "--bug", "P01"));
        assertEquals(0, plumb("replay", trace.toString(), "--bug", "E01"));
        assertEquals(0, plumb("replay", trace.toString(), "--bug", "voter-grants-two-votes"));
    }

    @Test
    void aMistakenNameIsAnsweredWithAllThatAreKnown() {
        assertEquals(2, plumb("replay", trace.toString(), "--bug", "voter"));
        assertTrue(err().startsWith("plumb: --bug is 'voter', must be none or one of voter-grants-two-votes, "), err());
        assertEquals(1, err().lines().count());
    }

    @Test
    void jsonHasEveryStepWithItsChangesAndMessages() throws IOException {
        assertEquals(0, plumb("replay", trace.toString(), "--json"));
        assertEquals(1, out().lines().count());
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals("violated", json.get("outcome").textValue());
        assertEquals("voter-grants-two-votes", json.get("rules").textValue());
        assertTrue(json.get("asExpected").booleanValue());
        assertEquals(6, json.get("steps").size());
        JsonNode first = json.get("steps").get(0);
        assertEquals("ElectionTimeout", first.get("choice").get("action").textValue());
        assertEquals("currentTerm", first.get("changes").get(0).get("field").textValue());
        assertEquals("1", first.get("changes").get(0).get("after").textValue());
        assertEquals("RequestVoteRequest", first.get("sent").get(0).get("type").textValue());
        assertEquals(
                "ElectionSafety",
                json.get("steps").get(5).get("violation").get("property").textValue());
    }

    @Test
    void steppingTakesOneLineFromTheKeyboardForEachChoice() throws IOException {
        in = new ByteArrayInputStream("\n\n\n\n\n\nrest".getBytes(StandardCharsets.UTF_8));
        assertEquals(0, plumb("replay", trace.toString(), "--step"));
        assertEquals("rest", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        in = InputStream.nullInputStream();
        assertEquals(0, plumb("replay", trace.toString(), "--step"), "nobody is at the keyboard");
    }

    @Test
    void allOfADirectoryAreReplayedAlsoOnTheCore() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.copy(trace, below.resolve("again.jsonl"));
        assertEquals(0, plumb("replay", "--all", directory.toString()), err());
        assertTrue(
                out().startsWith("ok    " + below.resolve("again.jsonl")
                        + ": As expected: ElectionSafety is violated. On the core nothing is.\n"),
                out());
        assertTrue(out().endsWith("2 traces, 2 as expected\n"), out());
        assertEquals(0, plumb("replay", "--all", directory.toString(), "--json"));
        assertEquals(2, new ObjectMapper().readTree(out()).get("asExpected").intValue());
    }

    @Test
    void oneTraceThatEndsOtherwiseIsEnoughToFail() throws IOException {
        Files.writeString(
                directory.resolve("harmless.jsonl"),
                TWO_VOTES
                        .replace("voter-grants-two-votes", "voter-forgets-its-vote")
                        .replaceAll("(?m)^.*\"from\":2.*\n", "")
                        .replaceAll("(?m)^.*\"to\":2.*\n", ""));
        assertEquals(1, plumb("replay", "--all", directory.toString()));
        assertTrue(out().startsWith("WRONG " + directory.resolve("harmless.jsonl") + ": Not as expected"), out());
        assertTrue(out().endsWith("2 traces, 1 as expected\n"), out());
    }

    @Test
    void badTracesAreOneLineEachWithTheLineAndTheReason() throws IOException {
        Path missing = directory.resolve("missing.jsonl");
        bad("plumb: there is no file " + missing + "\n", "replay", missing.toString());
        bad("plumb: " + directory + " is a directory, not a trace\n", "replay", directory.toString());
        Files.writeString(trace, TWO_VOTES.substring(0, TWO_VOTES.length() - 5));
        bad("plumb: " + trace + ": line 8: the line is cut off: it has no end of line\n", "replay", trace.toString());
        bad(
                "plumb: " + trace + ": line 8: the line is cut off: it has no end of line\n",
                "replay",
                "--all",
                directory.toString());
        Files.writeString(trace, TWO_VOTES.replace("\"rules\":\"voter-grants-two-votes\",", ""));
        bad("plumb: " + trace + ": line 7: server 2 was never sent this message\n", "replay", trace.toString());
        Files.writeString(trace, TWO_VOTES.replace("voter-grants-two-votes", "voter-sleeps"));
        assertEquals(2, plumb("replay", trace.toString()));
        assertTrue(
                err().startsWith(
                                "plumb: " + trace + ": line 1: rules is \"voter-sleeps\", must be one of voter-grants"),
                err());
    }

    private void bad(String complaint, String... arguments) {
        assertEquals(2, plumb(arguments));
        assertEquals(complaint, err());
    }

    @Test
    void whatToReplayMustBeSaid() throws IOException {
        String see = " (see plumb replay --help)\n";
        bad("plumb: replay takes either one TRACE or --all DIR" + see, "replay");
        bad("plumb: replay takes either one TRACE or --all DIR" + see, "replay", "x", "--all", "y");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        bad("plumb: --all is " + empty + ", which has no trace (*.jsonl) in it" + see, "replay", "--all", empty + "");
        bad("plumb: --all is " + trace + ", which is not a directory" + see, "replay", "--all", trace + "");
    }

    @Test
    void boundsThatNobodyCanLookThroughAreNotLookedThrough() throws IOException {
        Path huge = Files.writeString(directory.resolve("huge.jsonl"), """
                {"version":1,"name":"x","story":["One.","Two."],"bounds":{"servers":9,"terms":10000,"entries":10000,"commands":64,"burst":64,"restarts":10000,"window":"unlimited","network":"set"},"property":"canReachCommit","expected":"violated"}
                {"action":"ElectionTimeout","server":1}
                {"outcome":"violated","property":"canReachCommit","reason":"r"}
                """);
        assertEquals(ExitCode.VIOLATED, plumb("replay", huge.toString()));
        assertTrue(out().contains("too many worlds can follow to say"), this::out);
    }
}
