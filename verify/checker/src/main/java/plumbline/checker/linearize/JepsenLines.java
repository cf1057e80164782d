package plumbline.checker.linearize;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Values.Word;

/**
 * Histories as Jepsen logs them: {@code INFO  jepsen.util - 4 :invoke :write 3}, then {@code 4 :ok :write 3}, with
 * whatever before and tabs or blanks between. Lines of other kinds are passed over; so is what the nemesis does.
 *
 * <p>A compare-and-set that fails with its own arguments, as in {@code 2 :fail :cas [0 4]}, was carried out and found
 * another value than 0. (So do others read these logs; in EDN maps, where {@code :fail} may have many reasons, it only says
 * that nothing was changed.)
 */
final class JepsenLines {
    private static final Pattern LINE =
            Pattern.compile("(?:^|.*?\\s)(\\d{1,18}|:\\S+)\\s+:(invoke|ok|fail|info)\\s+:(\\S+)(?:\\s+(\\S.*))?$");

    private JepsenLines() {}

    static void read(String text, Pairing pairing) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            Matcher matcher = LINE.matcher(line.stripTrailing());
            if (matcher.matches()) {
                pairing.add(event(number, matcher));
            } else if (!line.isBlank()) {
                pairing.ignore();
            }
        }
    }

    private static Event event(int line, Matcher matcher) {
        String process = matcher.group(1);
        String type = matcher.group(2);
        String function = matcher.group(3);
        boolean client = !process.startsWith(":");
        Object value = client ? value(line, type, matcher.group(4)) : null;
        return new Event(
                line,
                client ? (Object) Long.valueOf(process) : new Word(process),
                type,
                function,
                false,
                null,
                value,
                type.equals("fail") && function.equals("cas") && value instanceof List<?>);
    }

    /** What follows may be a value and then an error, or only an error; that of an answer in vain may be any text. */
    private static @Nullable Object value(int line, String type, @Nullable String rest) {
        if (rest == null) {
            return null;
        }
        try {
            return new EdnParser(rest, line)
                    .next()
                    .flatMap(form -> Optional.ofNullable(form.value()))
                    .orElse(null);
        } catch (BadHistoryException e) {
            if (type.equals("fail") || type.equals("info")) {
                return null;
            }
            throw e;
        }
    }
}
