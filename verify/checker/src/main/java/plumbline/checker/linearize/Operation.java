package plumbline.checker.linearize;

import org.jspecify.annotations.Nullable;

/**
 * One operation of one client. Operations that certainly had no effect are in no history.
 *
 * @param number its place among the calls of the history; the first is 1
 * @param process who called it
 * @param kind what it does
 * @param key which object it is about; null if the history has but one
 * @param argument what is written or appended; of a delete, what stands for no value
 * @param expected what a compare-and-set compares with
 * @param outcome what is known of how it went
 * @param result what a read answered; null is the absent value
 * @param call where among the history's events it was called
 * @param answer where it was answered; {@link #NEVER} if the outcome is unknown
 * @param callLine the line of the file that says so
 * @param answerLine likewise; 0 if there is none
 */
public record Operation(
        int number,
        String process,
        Kind kind,
        @Nullable Object key,
        @Nullable Object argument,
        @Nullable Object expected,
        Outcome outcome,
        @Nullable Object result,
        int call,
        int answer,
        int callLine,
        int answerLine) {
    /** The answer of an operation whose outcome is unknown: it may take effect at any time after its call, or never. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** What is known of how an operation went. */
    public enum Outcome {
        /** It took effect between its call and its answer. */
        OK,
        /** A compare-and-set that found another value than the expected one, between its call and its answer. */
        MISMATCH,
        /** Nothing is known. */
        UNKNOWN
    }

    /** This operation, before it is answered; where it will be is kept for people. */
    Operation unanswered() {
        return new Operation(
                number,
                process,
                kind,
                key,
                argument,
                expected,
                Outcome.UNKNOWN,
                null,
                call,
                NEVER,
                callLine,
                answerLine);
    }

    /** The operation in words, as in {@code write 3}, {@code cas 2 to 4 (refused)}, {@code get "k" gives "x"}. */
    public String words() {
        String name = kind.title(key != null) + (key == null ? "" : " " + Values.show(key));
        String what = switch (kind) {
            case READ -> outcome == Outcome.OK ? " gives " + Values.show(result) : "";
            case WRITE, APPEND -> " " + Values.show(argument);
            case CAS -> " " + Values.show(expected) + " to " + Values.show(argument);
            case DELETE -> "";
        };
        return name
                + what
                + switch (outcome) {
                    case OK -> "";
                    case MISMATCH -> " (refused: another value)";
                    case UNKNOWN -> answerLine == 0 ? " (outcome unknown)" : " (not answered yet)";
                };
    }

    /** Where the history says it, as in {@code lines 3-7}. */
    public String lines() {
        return answerLine == 0 ? "line " + callLine + ", never answered" : "lines " + callLine + "-" + answerLine;
    }

    /** Who did what, and where the history says it. */
    String inFull() {
        return "process " + process + "'s " + words() + " (" + lines() + ")";
    }

    /** Who, and where the history says what. */
    String whose() {
        return "process " + process + "'s (" + lines() + ")";
    }
}
