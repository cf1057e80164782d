package plumbline.checker.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.SampleTraces;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;

class PageTest {
    private static String page(Trace trace, StepFunction rules) {
        return TracePage.of(trace, Replay.of(trace, rules), "some bounds");
    }

    private static JsonNode data(String page) throws IOException {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    private static JsonNode property(JsonNode data, String title) {
        for (JsonNode property : data.get("properties")) {
            if (property.get("title").textValue().equals(title)) {
                return property;
            }
        }
        throw new AssertionError(title + " is not in " + data);
    }

    @Test
    void theDataHasEveryStepTheServerItChangedAndWhereEachPropertyBroke() throws IOException {
        JsonNode data = data(page(SampleTraces.votesTwice(), Mutants.VOTES_TWICE));
        assertEquals(3, data.get("initial").size());
        assertEquals(6, data.get("steps").size());
        JsonNode first = data.get("steps").get(0);
        assertEquals("candidate", first.get("after").get("role").textValue());
        assertEquals(2, first.get("sent").size());
        for (JsonNode property : data.get("properties")) {
            String title = property.get("title").textValue();
            int expected = title.equals("ElectionSafety") ? 6 : title.equals("OneVotePerTerm") ? 4 : 0;
            assertEquals(expected, property.path("brokenAt").asInt(), title);
        }
    }

    @Test
    void aPropertyOfTheGraphIsJudgedAtTheEnd() throws IOException {
        Violation stuck = new Violation(Property.CAN_REACH_LEADER, "nobody votes");
        Trace trace = new Trace(
                new Trace.Header(
                        "stuck",
                        List.of("One.", "Two."),
                        Bounds.of(3, 2, 0, 0),
                        Optional.of(stuck.property()),
                        Verdict.VIOLATED),
                List.of(Choice.electionTimeout(1)),
                Optional.of(stuck));
        StepFunction deaf = (state, event) -> event instanceof plumbline.core.Message
                ? new plumbline.core.Step(state, List.of())
                : plumbline.core.Raft.step(state, event);
        JsonNode data = data(page(trace, deaf));
        JsonNode property = property(data, "canReachLeader");
        assertEquals(1, property.get("brokenAt").intValue());
        assertEquals("nobody votes", property.get("reason").textValue());
        assertFalse(
                property(data(page(trace, StepFunction.RAFT)), "canReachLeader").has("brokenAt"));
    }

    @Test
    void nothingInTheDataEndsTheScriptThatHoldsIt() throws IOException {
        String name = "</script><!--<script>&\u2028\u2029";
        String page = page(SampleTraces.named(name), StepFunction.RAFT);
        assertEquals(name, data(page).get("name").textValue());
        assertEquals(2, Pattern.compile("</script>").matcher(page).results().count());
        assertFalse(page.contains("<!--"));
    }

    @Test
    void thePageNamesNoOtherFileOrHostAndItsPolicyAllowsNone() {
        String page = page(SampleTraces.votesTwice(), Mutants.VOTES_TWICE);
        assertEquals(
                List.of("http://www.w3.org/2000/svg"),
                Pattern.compile("[a-z]+://[^\"' )]*")
                        .matcher(page)
                        .results()
                        .map(found -> found.group())
                        .distinct()
                        .toList(),
                "a name, not an address");
        assertFalse(
                Pattern.compile("\\bsrc=|@import|url\\(|fetch\\(").matcher(page).find());
        assertTrue(page.contains("default-src 'none'; style-src 'sha256-"));
        assertTrue(page.contains("connect-src 'none'"));
        assertFalse(page.contains("{{"));
    }

    @Test
    void aTraceThatNobodyCouldLookAtIsRefused() {
        Trace trace = new Trace(
                new Trace.Header(
                        "long", List.of("One.", "Two."), Bounds.of(1, 1, 0, 0), Optional.empty(), Verdict.HOLDS),
                Collections.nCopies(5_001, Choice.electionTimeout(1)),
                Optional.empty());
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> page(trace, StepFunction.RAFT));
        assertEquals("has 5001 choices, a page shows at most 5000", refusal.getMessage());
    }
}
