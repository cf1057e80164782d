package plumbline.checker.linearize;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The object that a history is said to be of, when it does one operation after the other. */
public enum Model {
    /** One value, read and written. */
    REGISTER("register"),

    /** One value, read, written, and set if it is the expected one. */
    CAS_REGISTER("cas-register"),

    /** A text by key, or none: get, put, append, delete, compare-and-set. Appending to none puts. */
    KEY_VALUE("kv");

    /** The state after an operation that this state does not allow. */
    static final Object ILLEGAL = new Object();

    /** Some text of which nothing will ever be told; appending to it gives another such. */
    static final Object DOOMED = new Object();

    private final String title;

    Model(String title) {
        this.title = title;
    }

    /** As in {@code --model cas-register}. */
    public String title() {
        return title;
    }

    /** The model with this title. */
    public static Optional<Model> named(String title) {
        return Stream.of(values()).filter(model -> model.title.equals(title)).findFirst();
    }

    /** All titles, with commas between. */
    public static String titles() {
        return Stream.of(values()).map(Model::title).collect(Collectors.joining(", "));
    }

    /** Whether it is a store: its values are texts, and each operation names a key. */
    boolean isStore() {
        return this == KEY_VALUE;
    }

    boolean has(Kind kind) {
        return switch (kind) {
            case READ, WRITE -> true;
            case CAS -> this != REGISTER;
            case APPEND, DELETE -> isStore();
        };
    }

    /** A value as a state of the search. */
    @Nullable
    Object state(@Nullable Object value) {
        return isStore() && value instanceof String text ? Text.of(text) : value;
    }

    /** The state after {@code operation}, which has its outcome or, if that is unknown, takes effect; or ILLEGAL. */
    @Nullable
    Object apply(@Nullable Object state, Operation operation) {
        return switch (operation.kind()) {
            case READ -> is(state, operation.result()) ? state : ILLEGAL;
            case WRITE, DELETE -> state(operation.argument());
            case APPEND -> append(state, String.valueOf(operation.argument()));
            case CAS ->
                is(state, operation.expected()) == (operation.outcome() != Operation.Outcome.MISMATCH)
                        ? operation.outcome() == Operation.Outcome.MISMATCH ? state : state(operation.argument())
                        : ILLEGAL;
        };
    }

    private static Object append(@Nullable Object state, String more) {
        if (state == DOOMED) {
            return DOOMED;
        }
        return state instanceof Text text ? text.plus(more) : Text.of(more);
    }

    /** Whether a state is this value. */
    static boolean is(@Nullable Object state, @Nullable Object value) {
        return state instanceof Text text
                ? value instanceof String whole && text.is(whole)
                : Objects.equals(state, value);
    }
}
