package plumbline.checker.linearize;

import java.util.Optional;

/** What an operation does. */
public enum Kind {
    /** Answers the value. */
    READ("read", "get"),
    /** Sets the value. */
    WRITE("write", "put"),
    /** Sets the value if it is the expected one. */
    CAS("cas", "cas"),
    /** Adds to the end of the value, which is a text. */
    APPEND("append", "append"),
    /** Removes the value. */
    DELETE("delete", "delete");

    private final String ofRegister;
    private final String ofStore;

    Kind(String ofRegister, String ofStore) {
        this.ofRegister = ofRegister;
        this.ofStore = ofStore;
    }

    /** How a register calls it, or a store, as in {@code read} and {@code get}. */
    String title(boolean store) {
        return store ? ofStore : ofRegister;
    }

    static Optional<Kind> named(String name) {
        for (Kind kind : values()) {
            if (name.equals(kind.ofRegister) || name.equals(kind.ofStore)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
