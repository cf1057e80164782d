package plumbline.checker.linearize;

import java.util.List;
import java.util.Optional;

/**
 * What came out of checking a history.
 *
 * @param verdict whether it is linearizable
 * @param violations the objects whose operations cannot be ordered
 * @param objects how many objects there are
 * @param configurations how many configurations were looked at
 * @param seconds how long that took
 * @param incomplete why there is no verdict, if there is none
 */
public record Report(
        Verdict verdict,
        List<Violation> violations,
        int objects,
        long configurations,
        double seconds,
        Optional<String> incomplete) {
    public Report {
        violations = List.copyOf(violations);
    }
}
