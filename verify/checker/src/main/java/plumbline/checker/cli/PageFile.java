package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.WholeFile;
import plumbline.checker.view.TracePage;

/** Pages that the user asks for. */
final class PageFile {
    private static final String TRACES_END = ".jsonl";

    private PageFile() {}

    /** Where the page of {@code trace} goes if nobody says: beside it, with another ending. */
    static Path besides(Path trace) {
        String name = trace.getFileName().toString();
        String stem = name.endsWith(TRACES_END) ? name.substring(0, name.length() - TRACES_END.length()) : name;
        return trace.resolveSibling(stem + ".html");
    }

    /** Why no page can be written to {@code page}, as far as can be told. */
    static Optional<String> obstacle(Path page) {
        if (Files.isDirectory(page)) {
            return Optional.of(page + " is a directory");
        }
        Path directory = page.toAbsolutePath().getParent();
        return directory == null || Files.isDirectory(directory)
                ? Optional.empty()
                : Optional.of("there is no directory " + directory);
    }

    /**
     * Writes the page of {@code trace} to {@code page}, all of it or nothing.
     *
     * @param source what to call the trace in complaints
     * @throws BadInputException if the trace cannot be drawn or the page cannot be written, saying why
     */
    static void write(Path page, Trace trace, Replay replay, Path source) {
        String html;
        try {
            html = TracePage.of(
                    trace, replay, BoundsOptions.describe(trace.header().bounds()));
        } catch (ImpossibleTraceException e) {
            throw TraceFile.impossible(source, e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(source + " " + e.getMessage());
        }
        obstacle(page).ifPresent(reason -> {
            throw new BadInputException("the page cannot be written: " + reason);
        });
        try {
            WholeFile.write(page, out -> out.write(html));
        } catch (IOException e) {
            throw new BadInputException("the page cannot be written: " + e);
        }
    }
}
