package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Values.Word;

/**
 * Reads EDN, as Clojure writes it: maps, vectors, lists, sets (as lists), texts, numbers, keywords, symbols, nil; comments,
 * discarded forms and metadata are passed over, and a tagged form stands for the form. Keywords are words with their colon.
 */
final class EdnParser {
    private static final int DEEPEST = 100;

    private final String text;
    private final int end;
    private int at;
    private int line;
    private int depth;

    /**
     * Reads from the start of a text.
     *
     * @param line the number of its first line
     */
    EdnParser(String text, int line) {
        this.text = text;
        this.line = line;
        end = text.length();
    }

    /** A form, and the line that it begins in. */
    record Form(int line, @Nullable Object value) {}

    /** The next form; empty at the end. */
    Optional<Form> next() {
        skip();
        if (at == end) {
            return Optional.empty();
        }
        int begin = line;
        return Optional.of(new Form(begin, form()));
    }

    /** Steps into a vector or list that comes next, whose forms are then the next ones; false if something else comes. */
    boolean enter() {
        skip();
        boolean opens = at < end && (text.charAt(at) == '[' || text.charAt(at) == '(');
        if (opens) {
            at++;
        }
        return opens;
    }

    /** Whether a bracket closes here, which is then passed. */
    boolean leave() {
        skip();
        boolean closes = at < end && (text.charAt(at) == ']' || text.charAt(at) == ')');
        if (closes) {
            at++;
        }
        return closes;
    }

    int line() {
        return line;
    }

    private BadHistoryException bad(String reason) {
        return new BadHistoryException(line, reason);
    }

    private void skip() {
        while (at < end) {
            char c = text.charAt(at);
            if (c == ';') {
                while (at < end && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '#' && at + 1 < end && text.charAt(at + 1) == '_') {
                at += 2;
                form();
            } else if (c == ',' || Character.isWhitespace(c)) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private @Nullable Object form() {
        skip();
        if (at == end) {
            throw bad("the text ends within a form");
        }
        if (++depth > DEEPEST) {
            throw bad("more than " + DEEPEST + " forms within each other");
        }
        char c = text.charAt(at++);
        Object value = switch (c) {
            case '{' -> map();
            case '[' -> list(']');
            case '(' -> list(')');
            case '"' -> string();
            case '#' -> tagged();
            case '^' -> {
                form();
                yield form();
            }
            case '\\' -> new Word("\\" + text.charAt(requireMore()) + restOfToken(at + 1));
            case '}', ']', ')' -> throw bad("'" + c + "' closes nothing");
            default -> {
                at--;
                yield atom(restOfToken(at));
            }
        };
        depth--;
        return value;
    }

    private int requireMore() {
        if (at == end) {
            throw bad("the text ends within a form");
        }
        return at;
    }

    private @Nullable Object tagged() {
        char c = text.charAt(requireMore());
        if (c == '{') {
            at++;
            return list('}');
        }
        if (c == '#') {
            return new Word("#" + restOfToken(at));
        }
        if (c == '"') {
            at++;
            return string();
        }
        if (restOfToken(at).isEmpty()) {
            throw bad("'#' is followed by '" + c + "'");
        }
        return form();
    }

    private List<@Nullable Object> list(char close) {
        List<@Nullable Object> list = new ArrayList<>();
        while (!closes(close)) {
            list.add(form());
        }
        return Collections.unmodifiableList(list);
    }

    private Map<@Nullable Object, @Nullable Object> map() {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        while (!closes('}')) {
            Object key = form();
            if (closes('}')) {
                throw bad(Values.show(key) + " has no value");
            }
            map.put(key, form());
        }
        return map;
    }

    private boolean closes(char close) {
        skip();
        if (at == end) {
            throw bad("the text ends before a '" + close + "'");
        }
        if (text.charAt(at) != close) {
            return false;
        }
        at++;
        return true;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        while (true) {
            if (at == end) {
                throw bad("the text ends within a string");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            line += c == '\n' ? 1 : 0;
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = text.charAt(requireMore());
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\' -> c;
            case 'u' -> unicode();
            default -> throw bad("'\\" + c + "' is no character");
        };
    }

    private char unicode() {
        if (end - at < 4 || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw bad("'\\u' needs four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text, at - 4, at, 16);
    }

    /** The token from {@code from} on; what comes next is behind it. */
    private String restOfToken(int from) {
        at = from;
        while (at < end && !Character.isWhitespace(text.charAt(at)) && ",;\"()[]{}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private static @Nullable Object atom(String token) {
        return switch (token) {
            case "nil" -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                token.matches("[+-]?[0-9]{1,18}N?")
                        ? (Object) Long.valueOf(token.endsWith("N") ? token.substring(0, token.length() - 1) : token)
                        : new Word(token);
        };
    }
}
