package plumbline.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that say what is expected, and that rewrite themselves. */
public final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources/plumbline/checker");

    private Golden() {}

    /** Where golden file {@code name} is. */
    public static Path path(String name) {
        return RESOURCES.resolve(name);
    }

    /** Compares, or with {@code -Dgolden.rewrite=true} writes. */
    public static void check(String name, String actual) throws IOException {
        Path file = path(name);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        assertEquals(
                expected,
                actual,
                () -> file + " differs; if the change is meant, mvn test -Dgolden.rewrite=true rewrites it");
    }
}
