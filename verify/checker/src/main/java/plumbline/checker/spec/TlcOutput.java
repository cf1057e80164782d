package plumbline.checker.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What TLC said with {@code -tool}: messages with numbers, and between them lines of its parser and of PrintT. */
final class TlcOutput {
    private static final int STATISTICS = 2199;
    private static final int DEPTH = 2194;
    private static final int FINISHED = 2186;
    private static final int ERROR_SEVERITY = 1;
    private static final String START = "@!@!@STARTMSG ";
    private static final String END = "@!@!@ENDMSG ";
    private static final Pattern NUMBERS = Pattern.compile("(\\d+):(\\d+) @!@!@");
    private static final Pattern COUNTS =
            Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found, ([\\d,]+) states left");
    private static final Pattern DEEP = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern VIOLATED = Pattern.compile("(?:Invariant|Action property) (\\S+) is violated");
    private static final Pattern PLACE =
            Pattern.compile("line (\\d+), col(?:umn)? (\\d+)(?: to line \\d+, col \\d+)?(?: of module (\\w+))?");

    private final List<Message> messages = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private TlcOutput() {}

    /** A numbered message. */
    record Message(int code, int severity, List<String> lines) {
        String text() {
            return String.join(" ", lines);
        }
    }

    /**
     * Reads all of it.
     *
     * @param name what to call it in complaints
     * @throws TlaFormatException if it is cut off or is no such output
     */
    static TlcOutput read(Path file, String name) throws IOException {
        TlcOutput output = new TlcOutput();
        try (BufferedReader in = new BufferedReader(new java.io.InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)))) {
            output.read(in, name);
        }
        return output;
    }

    private void read(BufferedReader in, String name) throws IOException {
        List<String> open = new ArrayList<>();
        int code = -1;
        int severity = 0;
        long number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            int start = line.indexOf(START);
            if (start >= 0) {
                Matcher numbers = NUMBERS.matcher(line.substring(start + START.length()));
                if (code >= 0 || !numbers.matches()) {
                    throw new TlaFormatException(name, number, start + 1L, "a message begins where none can");
                }
                code = Integer.parseInt(numbers.group(1));
                severity = Integer.parseInt(numbers.group(2));
                open = new ArrayList<>();
            } else if (code >= 0 && line.startsWith(END)) {
                messages.add(new Message(code, severity, List.copyOf(open)));
                code = -1;
            } else if (code >= 0) {
                open.add(line);
            } else {
                others.add(line);
            }
        }
        if (messages.isEmpty() || messages.get(messages.size() - 1).code() != FINISHED) {
            String last =
                    others.stream().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
            throw new TlaFormatException(
                    name,
                    number,
                    1,
                    "TLC ended before it finished" + (messages.isEmpty() ? ", and said: " + last : ""));
        }
    }

    /** Distinct states found, or -1. */
    long distinct() {
        return count(STATISTICS, COUNTS, 2);
    }

    /** States generated, repeated ones included, or -1. */
    long generated() {
        return count(STATISTICS, COUNTS, 1);
    }

    /** States along the longest shortest path, or -1. */
    long depth() {
        return count(DEPTH, DEEP, 1);
    }

    private long count(int code, Pattern pattern, int group) {
        for (Message message : messages) {
            Matcher matcher = pattern.matcher(message.text());
            if (message.code() == code && matcher.find()) {
                return Long.parseLong(matcher.group(group).replace(",", ""));
            }
        }
        return -1;
    }

    /** The property that is violated, if one is. */
    Optional<String> violated() {
        return messages.stream()
                .map(message -> VIOLATED.matcher(message.text()))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    /** Why TLC could not check the spec, as one line with its place, if it could not. */
    Optional<TlaFormatException> failure(Spec spec, String run) {
        if (violated().isPresent()) {
            return Optional.empty();
        }
        String parserSaid = String.join(
                "\n",
                others.stream()
                        .filter(line -> !line.startsWith("Parsing file") && !line.startsWith("Semantic processing"))
                        .toList());
        int error = Math.max(parserSaid.indexOf("***Parse Error***"), parserSaid.indexOf("*** Errors:"));
        if (error >= 0) {
            return Optional.of(place(parserSaid.substring(error), spec, run, parseReason(parserSaid.substring(error))));
        }
        List<String> errors = messages.stream()
                .filter(message -> message.severity() == ERROR_SEVERITY)
                .map(Message::text)
                .toList();
        // The first says what is wrong, but where may stand in a later one.
        String where = errors.stream()
                .filter(text -> PLACE.matcher(text).find())
                .findFirst()
                .orElse("");
        return errors.stream().findFirst().map(text -> place(where, spec, run, shortened(text)));
    }

    private static TlaFormatException place(String text, Spec spec, String run, String reason) {
        Matcher place = PLACE.matcher(text);
        @Nullable String module = null;
        long line = 1;
        long column = 1;
        if (place.find()) {
            line = Long.parseLong(place.group(1));
            column = Long.parseLong(place.group(2));
            module = place.group(3);
        }
        boolean ours = module == null ? run.equals(spec.module()) : module.equals(spec.module());
        return new TlaFormatException(
                ours ? spec.file() : (module == null ? run : module) + ".tla", line, column, reason);
    }

    private static String parseReason(String text) {
        for (String line : text.split("\n", -1)) {
            String stripped = line.strip();
            if (!stripped.isEmpty()
                    && !stripped.startsWith("***")
                    && !PLACE.matcher(stripped).lookingAt()) {
                return stripped;
            }
        }
        return "TLC cannot parse it";
    }

    private static String shortened(String text) {
        String said = text.replaceAll("\\s+", " ").strip();
        int exception = said.indexOf("The exception was a ");
        if (exception >= 0) {
            said = said.substring(said.indexOf(':', exception) + 1).strip();
        }
        Matcher place = PLACE.matcher(said);
        String rest = place.replaceAll("").strip();
        return rest.length() <= 200 ? rest : rest.substring(0, 200) + "...";
    }

    /** What the spec printed with PrintT, one value a line or more, and lines of the parser. */
    String printed() {
        return String.join("\n", others) + "\n";
    }
}
