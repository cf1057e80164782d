package plumbline.checker.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import plumbline.checker.Mutants;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.view.Browser;

/** The page of {@code plumb explore} in a browser, with its server behind it. */
class ExplorePageTest {
    @TempDir
    Path directory;

    private Browser browser;
    private WalkServer server;

    @BeforeEach
    void start() throws IOException {
        browser = Browser.start();
        server = WalkServer.start(Walks.votingTwice(directory, 1_000_000));
        browser.open(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private void choose(String words) {
        WebElement choice = browser.all(".choice").stream()
                .filter(button -> button.getText().contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError(words + " is not in\n" + browser.text("#choices")));
        int before = steps();
        choice.click();
        await(before + 1);
    }

    private int steps() {
        return Integer.parseInt(browser.text("#place").replaceAll(".* / ", ""));
    }

    private void await(int steps) {
        browser.until(
                steps + " steps",
                () -> steps() == steps && browser.all("#choices[aria-busy]").isEmpty());
    }

    private void awaitNote(String start) {
        browser.until("a note: " + start, () -> browser.text("#note").startsWith(start));
    }

    @Test
    void aPersonWalksToAViolationGoesBackAndSavesTheWay() throws IOException {
        assertEquals(3, browser.all(".choice").size(), "three election timeouts");
        choose("The election timeout of server 1 elapses");
        assertEquals("candidate", browser.text("[data-server='1'] [data-field=role]"));
        assertEquals("0 → 1", browser.text("[data-server='1'] [data-field=currentTerm]"));
        browser.press("1");
        await(2);
        browser.click("#undo");
        await(1);
        choose("The election timeout of server 2 elapses");
        choose("Server 3 receives RequestVoteRequest from server 1");
        assertTrue(browser.text("li[data-property=OneVotePerTerm]").contains("holds so far"));
        choose("Breaks OneVotePerTerm.");
        assertTrue(browser.text(".violation[data-property=OneVotePerTerm]").contains("server 3 voted for server 1"));
        assertTrue(browser.text("li[data-property=OneVotePerTerm]").contains("broken at step 4"));
        choose("Server 1 receives RequestVoteResponse from server 3");
        choose("Server 2 receives RequestVoteResponse from server 3");
        assertTrue(browser.text(".violation[data-property=ElectionSafety]").contains("server 2 was elected in term 1"));
        browser.screenshot("explore-violation");

        browser.type("#trace-name", "two-leaders");
        browser.click("#save");
        Path file = directory.resolve("two-leaders.jsonl");
        awaitNote("Saved as " + file);
        Trace trace = TraceReader.read(file);
        assertEquals(6, trace.choices().size());
        assertTrue(Outcome.of(trace, Replay.of(trace, Mutants.VOTES_TWICE), step -> {})
                .isExpectedBy(trace.header()));

        browser.back();
        await(5);
        assertTrue(browser.address().matches(".*#[0-9]+(\\.[0-9]+){4}"), browser.address());
        browser.press(Keys.ARROW_LEFT);
        browser.press(Keys.ARROW_LEFT);
        assertTrue(browser.text("#choice-list").startsWith("You are looking back at step 3 of 5."));
        browser.click("#here");
        await(3);
        browser.assertQuiet();
    }

    @Test
    void itJumpsToAViolatingAndToARandomRun() throws IOException {
        browser.one("#property").sendKeys("ElectionSafety");
        browser.click("#violating");
        awaitNote("A shortest run that breaks ElectionSafety");
        await(6);
        assertEquals("6 / 6", browser.text("#place"));
        assertTrue(browser.text(".violation[data-property=ElectionSafety]").contains("ElectionSafety is violated"));
        assertFalse(browser.text("#choice-list").contains("Breaks ElectionSafety"), "it is broken already");
        browser.colours("dark");
        browser.screenshot("explore-violating-dark");

        browser.click("#restart");
        await(0);
        assertFalse(browser.one("#undo").isEnabled());
        browser.type("#random-steps", "5");
        browser.click("#random");
        browser.until(
                "a random run",
                () -> steps() > 0 && browser.all("#choices[aria-busy]").isEmpty());
        assertTrue(steps() <= 5);
        browser.click("#restart");
        await(0);
        browser.click("[data-ask=canReachLeader]");
        awaitNote("canReachLeader holds here");
        browser.assertQuiet();
    }

    @Test
    void anAddressThatWasKeptLeadsBackAndABadOneSaysWhy() throws IOException {
        browser.open(server.address() + "#0.1");
        await(2);
        browser.open(server.address() + "#0.99");
        awaitNote("choice 2 of the path is number 99");
        assertEquals("0 / 0", browser.text("#place"));
        browser.open(server.address());
        browser.type("#trace-name", "No Good");
        browser.click("#save");
        awaitNote("name must be small letters");
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
        server.close();
        browser.click(".choice");
        awaitNote("plumb explore does not answer");
    }
}
