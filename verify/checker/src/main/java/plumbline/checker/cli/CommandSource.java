package plumbline.checker.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * Brings further subcommands to {@code plumb}, from modules that the checker does not know. Found by
 * {@link java.util.ServiceLoader}.
 */
public interface CommandSource {
    /**
     * The subcommands: objects that picocli understands, and that end with one of {@link ExitCode}.
     *
     * @param out where results go
     * @param err where complaints and progress go
     * @param terminal whether a person is watching, so that progress is worth showing
     */
    List<Object> commands(PrintStream out, PrintStream err, boolean terminal);
}
