package plumbline.checker.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The installed Chromium, without a window. Tests that ask for it are skipped where there is none. */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** A browser with a fresh profile. */
    public static Browser start() throws IOException {
        Optional<File> chromium = installed("chromium");
        Optional<File> chromedriver = installed("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "skipped: chromium or chromedriver is not installed (Debian: apt-get install chromium chromium-driver)");
        Path profile = Files.createTempDirectory("plumb-browser");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(profile, new ChromeDriver(service, options));
        browser.resize(1280, 900);
        return browser;
    }

    private static Optional<File> installed(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    /** Opens an address, in light colours. */
    public void open(String address) {
        driver.manage().logs().get(LogType.BROWSER);
        colours("light");
        // A new page even where only the part behind # differs.
        driver.get("about:blank");
        driver.get(address);
        until("the page has drawn itself", () -> !all("#diagram svg").isEmpty());
    }

    /** As the reader's system prefers: light or dark. */
    public void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** What {@code script} returns. */
    public Object run(String script) {
        return driver.executeScript(script);
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public String text(String selector) {
        return one(selector).getText();
    }

    public void click(String selector) {
        one(selector).click();
    }

    /** Presses a key with the whole page in focus. */
    public void press(CharSequence key) {
        one("body").sendKeys(key);
    }

    /** Replaces what is in a field. */
    public void type(String selector, String text) {
        one(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    public void back() {
        driver.navigate().back();
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    /** Waits until something is so. */
    public void until(String what, BooleanSupplier isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() < end,
                    () -> "never: " + what + "\n" + one("body").getText());
            Thread.onSpinWait();
        }
    }

    /** Keeps a picture of the page, of any height, for people to look at. */
    public void screenshot(String name) throws IOException {
        int width = ((Number) run("return innerWidth")).intValue();
        int height = ((Number) run("return innerHeight")).intValue();
        resize(width, ((Number) run("return document.documentElement.scrollHeight")).intValue());
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        resize(width, height);
    }

    /** No script failed, nothing was refused by the page's policy, and nothing but the page itself was loaded. */
    public void assertQuiet() {
        assertEquals(
                List.of(),
                driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(LogEntry::getMessage)
                        .toList());
        assertEquals(
                List.of(),
                run("return performance.getEntriesByType('resource').map(e => e.name)"
                        + ".filter(name => !name.startsWith('data:') && !name.startsWith(location.origin + '/'))"));
    }
}
