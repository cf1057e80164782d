package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Succession.UntoldException;

/** Which operations made a text that was read: one that set it, and appends. */
final class Pieces {
    /** Texts of more lengths than that are not from a test that made them to be told apart. */
    private static final int MOST_LENGTHS = 64;

    private final boolean beginsEmpty;
    private final Map<String, List<Operation>> set;
    private final Map<String, List<Operation>> appended;
    private final int[] setLengths;
    private final int[] appendedLengths;

    /**
     * The pieces that texts can be made of.
     *
     * @param beginsEmpty whether appends can come first
     */
    Pieces(List<Operation> operations, boolean beginsEmpty) {
        this.beginsEmpty = beginsEmpty;
        set = byText(operations, Kind.WRITE);
        appended = byText(operations, Kind.APPEND);
        setLengths = lengths(set);
        appendedLengths = lengths(appended);
    }

    private static Map<String, List<Operation>> byText(List<Operation> operations, Kind kind) {
        Map<String, List<Operation>> byText = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.kind() == kind) {
                String text = String.valueOf(operation.argument());
                if (text.isEmpty()) {
                    throw new UntoldException();
                }
                byText.computeIfAbsent(text, key -> new ArrayList<>(1)).add(operation);
            }
        }
        return byText;
    }

    private static int[] lengths(Map<String, List<Operation>> pieces) {
        TreeSet<Integer> lengths = new TreeSet<>();
        pieces.keySet().forEach(piece -> lengths.add(piece.length()));
        if (lengths.size() > MOST_LENGTHS) {
            throw new UntoldException();
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * What made a text, in order, from the one that set it on; null stands first if none did.
     *
     * @return empty if nothing can have made it
     * @throws UntoldException if more than one way may have
     */
    Optional<List<@Nullable Operation>> of(String text) {
        int[] ways = new int[text.length() + 1];
        Operation[] last = new Operation[text.length() + 1];
        ways[0] = beginsEmpty ? 1 : 0;
        reach(text, 0, setLengths, set, 1, ways, last);
        for (int at = 0; at < text.length(); at++) {
            if (ways[at] > 0) {
                reach(text, at, appendedLengths, appended, ways[at], ways, last);
            }
        }
        if (ways[text.length()] > 1) {
            throw new UntoldException();
        }
        return ways[text.length()] == 0 ? Optional.empty() : Optional.of(made(last));
    }

    /** Notes how far the pieces get that stand at one place of a text. */
    private static void reach(
            String text,
            int at,
            int[] lengths,
            Map<String, List<Operation>> pieces,
            int waysHere,
            int[] ways,
            @Nullable Operation[] last) {
        for (int length : lengths) {
            int end = at + length;
            if (end > text.length()) {
                break;
            }
            List<Operation> found = pieces.get(text.substring(at, end));
            if (found != null) {
                // Two are as good as any number; so the product does not grow.
                ways[end] = Math.min(2, ways[end] + waysHere * Math.min(2, found.size()));
                last[end] = found.get(0);
            }
        }
    }

    private static List<@Nullable Operation> made(@Nullable Operation[] last) {
        List<@Nullable Operation> made = new ArrayList<>();
        for (int end = last.length - 1; end > 0; ) {
            Operation operation = Objects.requireNonNull(last[end]);
            made.add(operation);
            end -= length(operation);
        }
        if (made.isEmpty() || Objects.requireNonNull(made.get(made.size() - 1)).kind() == Kind.APPEND) {
            made.add(null);
        }
        Collections.reverse(made);
        return made;
    }

    /** How long the piece is that an operation adds; nothing, if there is none. */
    static int length(@Nullable Operation operation) {
        return operation == null ? 0 : String.valueOf(operation.argument()).length();
    }
}
