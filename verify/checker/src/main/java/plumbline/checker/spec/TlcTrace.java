package plumbline.checker.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A counterexample as TLC prints it, with {@code -tool} or as plain text.
 *
 * @param violated the property that is violated, if TLC names one
 * @param states the states, first to last
 */
record TlcTrace(Optional<String> violated, List<State> states) {
    private static final Pattern STATE = Pattern.compile("(?:State )?(\\d+): <(\\w+)[ (].*>");
    private static final Pattern VIOLATED =
            Pattern.compile("(?:Error: )?(?:Invariant|Action property) (\\S+) is violated.*");

    /** Keeps an unmodifiable copy. */
    TlcTrace {
        states = List.copyOf(states);
    }

    /**
     * One state.
     *
     * @param action the action that led there; {@code Initial} for the first
     * @param line the line of the file where it begins
     * @param variables its variables
     */
    record State(String action, long line, Map<String, TlaValue> variables) {}

    /**
     * Reads {@code file}.
     *
     * @throws TlaFormatException if it is no counterexample, or is cut off
     * @throws IOException if it cannot be read
     */
    static TlcTrace read(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(new TlaScanner(in, file.toString()));
        } catch (CharacterCodingException e) {
            throw new TlaFormatException(file.toString(), 1, 1, "the file is not UTF-8");
        }
    }

    /** The same for any text. */
    static TlcTrace read(TlaScanner in) throws IOException {
        TlaParser parser = new TlaParser(in);
        List<State> states = new ArrayList<>();
        @Nullable String violated = null;
        boolean finished = false;
        while (in.peekToken() != TlaScanner.END) {
            long line = in.line();
            String text = in.restOfLine();
            Matcher property = VIOLATED.matcher(text);
            Matcher state = STATE.matcher(text);
            if (property.matches() && violated == null) {
                violated = property.group(1);
            } else if (state.matches()) {
                if (!state.group(1).equals(String.valueOf(states.size() + 1))) {
                    throw in.wrong("state " + state.group(1) + " follows state " + states.size());
                }
                states.add(new State(state.group(2), line, parser.state()));
            }
            finished |= text.startsWith("Finished in ");
        }
        if (states.isEmpty()) {
            throw in.wrong("the file ends here without a state: no counterexample of TLC");
        }
        if (!finished) {
            throw in.wrong("the file ends here, before TLC says that it finished");
        }
        return new TlcTrace(Optional.ofNullable(violated), states);
    }
}
