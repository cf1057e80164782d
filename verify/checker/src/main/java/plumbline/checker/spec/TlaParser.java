package plumbline.checker.spec;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads values and states as TLC prints them. */
final class TlaParser {
    private static final int DEEPEST = 100;

    private final TlaScanner in;
    private int depth;

    TlaParser(TlaScanner in) {
        this.in = in;
    }

    /** The value that {@code text} is, all of it. */
    static TlaValue parse(String text, String file) throws IOException {
        TlaScanner in = new TlaScanner(new StringReader(text), file);
        TlaValue value = new TlaParser(in).value();
        if (in.peekToken() != TlaScanner.END) {
            throw in.unexpected("the end");
        }
        return value;
    }

    /** Reads {@code /\ name = value} as often as it comes. Anything else is left, and never part of a value. */
    Map<String, TlaValue> state() throws IOException {
        Map<String, TlaValue> state = new LinkedHashMap<>();
        while (in.peekToken() == '/') {
            in.expect("/\\");
            String name = in.name();
            in.expect("=");
            if (state.put(name, value()) != null) {
                throw in.wrong("variable " + name + " appears twice in one state");
            }
        }
        if (state.isEmpty()) {
            throw in.unexpected("'/\\' and a variable");
        }
        return state;
    }

    TlaValue value() throws IOException {
        if (++depth > DEEPEST) {
            throw in.wrong("values are nested more than " + DEEPEST + " deep");
        }
        int c = in.peekToken();
        TlaValue value = switch (c) {
            case '"' -> new TlaValue.Text(text());
            case '<' -> sequence();
            case '{' -> elements();
            case '[' -> fields();
            case '(' -> function();
            default -> atom(c);
        };
        depth--;
        return value;
    }

    private TlaValue atom(int c) throws IOException {
        boolean negative = c == '-';
        if (negative) {
            in.next();
        }
        int first = in.peek();
        if (first >= '0' && first <= '9') {
            return number(negative);
        }
        if (negative || !TlaScanner.isNamePart(c)) {
            throw in.unexpected(negative ? "a number" : "a value");
        }
        String name = in.name();
        return switch (name) {
            case "TRUE" -> new TlaValue.Truth(true);
            case "FALSE" -> new TlaValue.Truth(false);
            default -> new TlaValue.Model(name);
        };
    }

    private TlaValue number(boolean negative) throws IOException {
        long value = 0;
        int c = in.peek();
        while (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            if (value > Integer.MAX_VALUE + 1L) {
                throw in.wrong("a number beyond those of TLC");
            }
            in.next();
            c = in.peek();
        }
        if (TlaScanner.isNamePart(c)) {
            throw in.unexpected("the end of a number");
        }
        return new TlaValue.Whole(negative ? -value : value);
    }

    private String text() throws IOException {
        in.expect("\"");
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = in.peek();
            if (c == TlaScanner.END || c == '\n') {
                throw in.unexpected("'\"', the end of a string");
            }
            in.next();
            if (c == '"') {
                return text.toString();
            }
            text.append(c == '\\' ? escaped() : (char) c);
        }
    }

    private char escaped() throws IOException {
        int c = in.peek();
        char meant = switch (c) {
            case '"', '\\' -> (char) c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> throw in.unexpected("an escaped character");
        };
        in.next();
        return meant;
    }

    private TlaValue sequence() throws IOException {
        in.expect("<<");
        List<TlaValue> values = new ArrayList<>();
        if (in.peekToken() != '>') {
            values.add(value());
            while (more(">>")) {
                values.add(value());
            }
        }
        in.expect(">>");
        return new TlaValue.Sequence(values);
    }

    private TlaValue elements() throws IOException {
        in.expect("{");
        Set<TlaValue> values = new LinkedHashSet<>();
        if (in.peekToken() != '}') {
            values.add(value());
            while (more("}")) {
                if (!values.add(value())) {
                    throw in.wrong("an element appears twice in one set");
                }
            }
        }
        in.expect("}");
        return new TlaValue.Elements(values);
    }

    private TlaValue fields() throws IOException {
        in.expect("[");
        Map<String, TlaValue> values = new LinkedHashMap<>();
        do {
            String name = in.name();
            in.expect("|->");
            if (values.put(name, value()) != null) {
                throw in.wrong("field " + name + " appears twice in one record");
            }
        } while (more("]"));
        in.expect("]");
        return new TlaValue.Fields(values);
    }

    private TlaValue function() throws IOException {
        in.expect("(");
        Map<TlaValue, TlaValue> pairs = new LinkedHashMap<>();
        while (true) {
            TlaValue key = value();
            in.expect(":>");
            if (pairs.put(key, value()) != null) {
                throw in.wrong(key + " appears twice in one function");
            }
            if (in.peekToken() != '@') {
                in.expect(")");
                return TlaValue.function(pairs);
            }
            in.expect("@@");
        }
    }

    private boolean more(String end) throws IOException {
        int c = in.peekToken();
        if (c == ',') {
            in.next();
            return true;
        }
        if (c != end.charAt(0)) {
            throw in.unexpected("',' or '" + end + "'");
        }
        return false;
    }
}
