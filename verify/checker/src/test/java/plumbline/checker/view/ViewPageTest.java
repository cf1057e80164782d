package plumbline.checker.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import plumbline.checker.Mutants;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.SampleTraces;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.StepFunction;

/** The page of {@code plumb view} in a browser, opened as a file. */
class ViewPageTest {
    private static final int WHOLE_WIDTH = 1280;

    private static Browser browser;

    @TempDir
    Path directory;

    @BeforeAll
    static void startBrowser() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private void open(Trace trace, StepFunction rules, String step) throws IOException {
        Path page = directory.resolve("page.html");
        Files.writeString(page, TracePage.of(trace, Replay.of(trace, rules), "some bounds"));
        browser.open(page.toUri() + step);
    }

    private static String field(int server, String name) {
        return browser.text("[data-server='" + server + "'] [data-field='" + name + "']");
    }

    @Test
    void keysGoThroughTheStepsAndTheViolationIsExplainedWhereItIs() throws IOException {
        open(SampleTraces.votesTwice(), Mutants.VOTES_TWICE, "");
        assertEquals("server-votes-twice", browser.text("h1"));
        assertTrue(browser.text("#story").startsWith("Server 3 votes for server 1, and then"));
        assertEquals("0 / 6", browser.text("#place"));
        assertEquals("follower", field(1, "role"));
        browser.press(Keys.ARROW_RIGHT);
        assertEquals("1 / 6", browser.text("#place"));
        assertTrue(browser.text("#now").startsWith("The election timeout of server 1 elapses: becomes a candidate"));
        assertEquals("0 → 1", field(1, "currentTerm"));
        assertEquals("nobody → server 1", field(1, "votedFor"));
        assertEquals("candidate", field(1, "role"));
        assertEquals("0", field(2, "currentTerm"));
        assertEquals(3, browser.all(".card.acting .changed").size(), "term, vote and votes are marked");
        assertEquals(1, browser.all(".card .turned").size(), "and the role");
        assertEquals(0, browser.all(".violation").size());

        browser.press(Keys.END);
        assertEquals("6 / 6", browser.text("#place"));
        assertEquals(
                "ElectionSafety is violated: server 2 was elected in term 1, in which server 1 was elected before.\n"
                        + "It says that at most one leader can be elected in a given term.",
                browser.text(".violation[data-property=ElectionSafety]"));
        assertEquals("leader", field(1, "role"));
        assertEquals("leader", field(2, "role"));
        assertTrue(browser.text("[data-property=ElectionSafety].broken").contains("broken at step 6"));
        assertEquals("6", browser.text(".number.main"), "the step that breaks it is marked");
        browser.screenshot("view-votes-twice");

        browser.press(Keys.ARROW_LEFT);
        assertEquals("5 / 6", browser.text("#place"));
        assertEquals(0, browser.all(".violation").size());
        assertTrue(browser.text("li[data-property=ElectionSafety]").contains("holds so far"));
        assertEquals("candidate", field(2, "role"));
        browser.press(Keys.HOME);
        assertEquals("0 / 6", browser.text("#place"));
        browser.press(Keys.ARROW_LEFT);
        assertEquals("0 / 6", browser.text("#place"), "nothing is before the start");
        browser.assertQuiet();
    }

    @Test
    void sliderButtonsListAndAddressLeadToAStepToo() throws IOException {
        open(SampleTraces.votesTwice(), Mutants.VOTES_TWICE, "#4");
        assertEquals("4 / 6", browser.text("#place"));
        browser.click("#forward");
        assertEquals("5 / 6", browser.text("#place"));
        browser.click("#back");
        browser.click("#back");
        assertEquals("3 / 6", browser.text("#place"));
        browser.one("#slider").sendKeys(Keys.ARROW_RIGHT);
        assertEquals("4 / 6", browser.text("#place"), "one key, one step");
        assertTrue(
                browser.one("#slider").getDomAttribute("aria-valuetext").startsWith("Step 4 of 6: Server 3 receives"));
        browser.click("#steps li:nth-child(2) button");
        assertEquals("2 / 6", browser.text("#place"));
        assertEquals("step", browser.one("#steps li:nth-child(2) button").getDomAttribute("aria-current"));
        browser.click("#last");
        assertFalse(browser.one("#forward").isEnabled());
        browser.click("#first");
        assertEquals("0 / 6", browser.text("#place"));
        browser.assertQuiet();
    }

    /** An election, replication, a loss, a copy, a deposed leader, a conflict and a crash. */
    @Test
    void everyKindOfStepIsDrawn() throws IOException {
        open(SampleTraces.everyKindOfStep(), StepFunction.RAFT, "#8");
        assertEquals(1, browser.all("#diagram .arrow.lost").size());
        assertTrue(browser.all("#diagram .arrow.open").size() > 5, "what never arrives is drawn as such");
        assertEquals(1, browser.all("#diagram .event.Restart").size());
        assertEquals(2, browser.all("#diagram .event.ElectionTimeout").size());
        assertTrue(browser.all("#diagram rect.leader.t2").size() > 0, "the leader of term 2 has its colour");
        assertEquals("0 → 1", field(1, "commitIndex"));
        assertEquals(1, browser.all("tr[data-server='1'] td.edge").size(), "the commit line is behind one entry");
        assertEquals(1, browser.all("tr[data-server='1'] .entry.committed.t1").size());
        assertEquals(2, browser.all("tr[data-server='1'] .entry").size());
        assertEquals(
                "2→3",
                browser.text("[data-server='1'] [data-field=nextIndex] .changed")
                        .replaceFirst("^S2", ""));
        browser.click("#steps li:nth-child(17) button");
        assertEquals(1, browser.all("tr[data-server='1'] .entry.changed.t2").size(), "the conflict was replaced");
        browser.press(Keys.END);
        assertEquals("1 → 0", field(1, "commitIndex"));
        assertEquals(1, browser.all("tr[data-server='1'] th.edge").size(), "the commit line is before the first entry");
        browser.screenshot("view-every-kind-of-step");
        browser.assertQuiet();
    }

    @Test
    void fiveServersAndFortyStepsFitAndCanBeRead() throws IOException {
        Trace trace = SampleTraces.walk(5, 40);
        open(trace, StepFunction.RAFT, "#40");
        assertEquals("40 / 40", browser.text("#place"));
        assertEquals(
                true,
                browser.run("const d = document.querySelector('#diagram'); return d.scrollWidth <= d.clientWidth"),
                "all steps are in sight");
        assertEquals(List.of(), browser.run("""
                const boxes = [...document.querySelectorAll('.number text, .lane text')].map(t => [t, t.getBoundingClientRect()]);
                return boxes.flatMap(([t, a], i) => boxes.slice(i + 1)
                    .filter(([u, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                    .map(([u]) => t.textContent + ' over ' + u.textContent));
                """), "no text is over another");
        assertEquals(5, browser.all(".card").size());
        browser.screenshot("view-5-servers-40-steps");
        browser.colours("dark");
        browser.screenshot("view-5-servers-40-steps-dark");
        browser.resize(420, 900);
        browser.until(
                "the page fits into a narrow window",
                () -> Boolean.TRUE.equals(browser.run("return document.documentElement.scrollWidth <= innerWidth")));
        browser.resize(WHOLE_WIDTH, 900);
        browser.assertQuiet();
    }

    @Test
    void darkIsDarkAndLightIsLightAndTextStandsOutInBoth() throws IOException {
        open(SampleTraces.everyKindOfStep(), StepFunction.RAFT, "#17");
        Object light = browser.run("return getComputedStyle(document.body).backgroundColor");
        assertEquals(List.of(), browser.run(FAINT));
        browser.colours("dark");
        assertNotEquals(light, browser.run("return getComputedStyle(document.body).backgroundColor"));
        assertEquals(List.of(), browser.run(FAINT));
        browser.screenshot("view-every-kind-of-step-dark");
        browser.assertQuiet();
    }

    /** Texts with a contrast of less than 4.5 to what is behind them (WCAG 2, AA). */
    private static final String FAINT = """
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const rgba = colour => {
              canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
              return canvas.getImageData(0, 0, 1, 1).data;
            };
            const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = e => { for (; e; e = e.parentElement) {
              const colour = rgba(getComputedStyle(e).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
            return [...document.querySelectorAll('h1, #story span, #facts li, .words, dt, dd, .role, .entry:not(.gone), th, #properties b,'
                + ' #properties i, .statement, #steps button, h2, #legend li')]
              .map(e => [e, luminance(rgba(getComputedStyle(e).color)), luminance(behind(e))])
              .map(([e, a, b]) => [e, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)])
              .filter(([e, contrast]) => contrast < 4.5)
              .map(([e, contrast]) => contrast.toFixed(2) + ' ' + e.className + ' ' + e.textContent);
            """;

    @Test
    void whateverIsThereToUseHasAName() throws IOException {
        open(SampleTraces.votesTwice(), Mutants.VOTES_TWICE, "#6");
        List<WebElement> controls = browser.all("button, input, [tabindex], svg[role=img]");
        assertTrue(controls.size() > 10);
        for (WebElement control : controls) {
            assertFalse(control.getAccessibleName().isBlank(), control.getDomProperty("outerHTML"));
        }
        assertEquals("en", browser.one("html").getDomAttribute("lang"));
        assertEquals("polite", browser.one("#now").getDomAttribute("aria-live"));
        browser.press(Keys.TAB);
        assertEquals("diagram", browser.run("return document.activeElement.id"), "the keyboard gets into the page");
    }

    @Test
    void textFromTheTraceIsNeverMarkup() throws IOException {
        Trace trace = SampleTraces.named("</script><script>document.title='got you'</script><!--<b>&amp;");
        open(trace, StepFunction.RAFT, "");
        assertEquals(trace.header().name(), browser.text("h1"));
        assertEquals(trace.header().name(), browser.run("return document.title"));
        browser.assertQuiet();
    }
}
