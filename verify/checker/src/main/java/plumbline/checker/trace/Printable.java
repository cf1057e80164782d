package plumbline.checker.trace;

/** What can be shown on one line of a terminal or a file without doing anything to it. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /** Whether all of {@code text} can be shown as it is. */
    static boolean is(String text) {
        return text.codePoints().allMatch(Printable::is);
    }

    private static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The text with question marks where it cannot be shown. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(codePoint -> shown.appendCodePoint(is(codePoint) ? codePoint : '?'));
        return shown.toString();
    }

    /** The same, cut off where it is longer than a complaint may be. */
    static String start(String text) {
        String shown = of(text);
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "...";
    }
}
