package plumbline.checker.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The states that TLC writes with {@code -dump}, read one at a time. */
final class StateDump {
    /** Is shown each state. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Sees a state; the first is number 1.
         *
         * @return whether to go on
         */
        boolean state(long number, Map<String, TlaValue> variables);
    }

    private StateDump() {}

    /**
     * Shows each state in {@code file}.
     *
     * @param variables the variables that each state must have
     * @return how many there were
     * @throws TlaFormatException if it is not a dump, or ends in the middle of a state
     */
    static long read(Path file, Set<String> variables, Visitor visitor) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(in, file.toString(), variables, visitor);
        }
    }

    /** The same for any text. */
    static long read(Reader text, String file, Set<String> variables, Visitor visitor) throws IOException {
        TlaScanner in = new TlaScanner(text, file);
        TlaParser parser = new TlaParser(in);
        long states = 0;
        while (in.peekToken() != TlaScanner.END) {
            in.expect("State");
            in.expect((states + 1) + ":");
            Map<String, TlaValue> state = parser.state();
            for (String variable : variables) {
                if (!state.containsKey(variable)) {
                    throw in.unexpected("variable " + variable + " in state " + (states + 1));
                }
            }
            states++;
            if (!visitor.state(states, state)) {
                break;
            }
        }
        return states;
    }
}
