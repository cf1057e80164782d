package plumbline.checker.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The graph that TLC writes with {@code -dump dot,actionlabels}: a line for each state when it is found, a line for each
 * step that it takes, those that change nothing included, with the name of the action.
 */
final class DotGraph {
    private static final String LABEL = " [label=\"";
    private static final String END_OF_LABEL = "\"";
    private static final Pattern STEP = Pattern.compile("(-?\\d+) -> (-?\\d+) \\[label=\"(\\w*)\".*\\];");

    private DotGraph() {}

    /** Is shown the lines, in the order of the file. */
    interface Visitor {
        /** State {@code id}, a number that TLC gives it. */
        void state(long id, Map<String, TlaValue> variables);

        /** A step; either end may come later in the file. */
        void step(long from, String action, long to);
    }

    /**
     * Shows all of {@code file}.
     *
     * @throws TlaFormatException if it is no such graph, or is cut off
     */
    static void read(Path file, Visitor visitor) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read(in, file.toString(), visitor);
        }
    }

    /** The same for any text. */
    static void read(BufferedReader in, String file, Visitor visitor) throws IOException {
        long number = 0;
        boolean inGraph = false;
        int closed = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (number == 1 && !line.startsWith("strict digraph")) {
                throw new TlaFormatException(file, 1, 1, "not a graph of TLC, which begins with 'strict digraph'");
            }
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                visitor.step(Long.parseLong(step.group(1)), step.group(3), Long.parseLong(step.group(2)));
                inGraph = true;
                continue;
            }
            int label = line.indexOf(LABEL);
            if (label > 0 && (line.endsWith("\"];") || line.endsWith(",style = filled]"))) {
                visitor.state(id(line.substring(0, label), file, number), state(line, label, file, number));
                inGraph = true;
            } else if (line.equals("}")) {
                closed++;
            } else if (inGraph && !line.startsWith("{rank")) {
                throw new TlaFormatException(file, number, 1, "neither a state nor a step, which end with ']' or '];'");
            }
        }
        // The states are inside a graph inside the graph.
        if (closed != 2) {
            throw new TlaFormatException(file, number + 1, 1, "the file ends here, expected '}', the end of the graph");
        }
    }

    private static long id(String text, String file, long line) throws TlaFormatException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TlaFormatException(file, line, 1, "'" + text + "' is not the number of a state");
        }
    }

    private static Map<String, TlaValue> state(String line, int label, String file, long number) throws IOException {
        int start = label + LABEL.length();
        int end = line.lastIndexOf(END_OF_LABEL);
        StringBuilder text = new StringBuilder();
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < end) {
                i++;
                char escaped = line.charAt(i);
                text.append(escaped == 'n' ? ' ' : escaped);
            } else {
                text.append(c);
            }
        }
        TlaScanner in = new TlaScanner(new StringReader(text.toString()), file, number, start + 1L);
        Map<String, TlaValue> state = new TlaParser(in).state();
        if (in.peekToken() != TlaScanner.END) {
            throw in.unexpected("the end of the state");
        }
        return state;
    }
}
