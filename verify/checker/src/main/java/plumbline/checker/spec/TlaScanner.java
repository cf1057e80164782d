package plumbline.checker.spec;

import java.io.IOException;
import java.io.Reader;

/** Characters with their place in the file, of which only a buffer is in memory. */
final class TlaScanner {
    /** The end of the file. */
    static final int END = -1;

    private static final int MOST_QUOTED = 20;

    private final Reader in;
    private final String file;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int filled;
    private long line;
    private long column;

    TlaScanner(Reader in, String file) {
        this(in, file, 1, 1);
    }

    /** For a text that begins at some place in {@code file}. */
    TlaScanner(Reader in, String file, long line, long column) {
        this.in = in;
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** The next character, which stays. */
    int peek() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                return END;
            }
        }
        return buffer[at];
    }

    /** Takes the next character. */
    int next() throws IOException {
        int c = peek();
        if (c != END) {
            at++;
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return c;
    }

    /** The next character after any white space. */
    int peekToken() throws IOException {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            next();
            c = peek();
        }
        return c;
    }

    /** Takes {@code token}, after any white space. */
    void expect(String token) throws IOException {
        peekToken();
        for (int i = 0; i < token.length(); i++) {
            if (peek() != token.charAt(i)) {
                throw unexpected("'" + token + "'");
            }
            next();
        }
    }

    /** Takes a name, after any white space. */
    String name() throws IOException {
        int c = peekToken();
        if (!isNamePart(c)) {
            throw unexpected("a name");
        }
        StringBuilder name = new StringBuilder();
        while (isNamePart(peek())) {
            name.append((char) next());
        }
        return name.toString();
    }

    /** Takes what is left of the line, and its end. */
    String restOfLine() throws IOException {
        StringBuilder rest = new StringBuilder();
        int c = next();
        while (c != '\n' && c != END) {
            rest.append((char) c);
            c = next();
        }
        return rest.toString();
    }

    static boolean isNamePart(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '!';
    }

    /** Complains that something else is here. */
    TlaFormatException unexpected(String expected) throws IOException {
        int c = peek();
        if (c == END) {
            return wrong("the file ends here, expected " + expected);
        }
        long atLine = line;
        long atColumn = column;
        StringBuilder quoted = new StringBuilder();
        while (peek() != END && peek() != '\n' && quoted.length() < MOST_QUOTED) {
            quoted.append(peek() < ' ' ? '?' : (char) peek());
            next();
        }
        String shown = quoted.isEmpty() ? "the line ends here" : "'" + quoted + "'";
        return new TlaFormatException(file, atLine, atColumn, shown + ", expected " + expected);
    }

    /** Complains about this place. */
    TlaFormatException wrong(String reason) {
        return new TlaFormatException(file, line, column, reason);
    }

    long line() {
        return line;
    }
}
