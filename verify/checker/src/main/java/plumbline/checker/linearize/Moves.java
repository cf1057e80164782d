package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/**
 * The operations on one object, none of them an append, as moves between values that have numbers.
 *
 * <p>Values that no operation read, expected, or was refused for not finding, share the number 0: whatever takes place in
 * one of them takes place in all. An operation of unknown outcome that makes nothing but such a value is left out, unless
 * something was refused. For in an order that has it, take it away: what comes between it and the next change depends on
 * no value, so that the order stays one.
 */
final class Moves {
    /** What an operation does to the value. */
    enum Role {
        /** Was there when the value was {@code from}; a compare-and-set of a value to itself is no more than that. */
        READ,
        /** Was there when the value was not {@code from}. */
        REFUSED,
        /** Sets the value to {@code to}. */
        WRITE,
        /** Changes it from {@code from} to {@code to}. */
        CAS
    }

    /**
     * One operation.
     *
     * @param number its place among the moves, which are in the order of their calls
     * @param from the value that it is about; -1 if it does not matter
     * @param to the value that it makes; -1 if it changes nothing
     * @param kind moves that share it differ in their times only
     */
    record Move(int number, Operation operation, Role role, int from, int to, int kind) {
        int call() {
            return operation.call();
        }

        int answer() {
            return operation.answer();
        }

        boolean isUnknown() {
            return operation.outcome() == Outcome.UNKNOWN;
        }

        /** Whether it changes nothing, and can take place where the value is this one. */
        boolean takesPlaceAt(int value) {
            return switch (role) {
                case READ -> from == value;
                case REFUSED -> from != value;
                case WRITE, CAS -> false;
            };
        }

        /** Whether it changes the value. */
        boolean changes() {
            return role == Role.WRITE || role == Role.CAS;
        }
    }

    private record Kinship(Role role, int from, int to) {}

    /** All that may matter, in the order of their calls. */
    final List<Move> all = new ArrayList<>();

    /** What the object holds at first. */
    final int initial;

    private final Map<@Nullable Object, Integer> numbers = new HashMap<>();
    private final Map<Kinship, Integer> kinds = new HashMap<>();

    Moves(List<Operation> operations, @Nullable Object initial) {
        Set<@Nullable Object> told = new HashSet<>();
        for (Operation operation : operations) {
            if (operation.kind() == Kind.CAS) {
                told.add(operation.expected());
            } else if (Operations.tells(operation)) {
                told.add(operation.result());
            }
        }
        told.forEach(value -> numbers.put(value, numbers.size() + 1));
        this.initial = number(initial);
        boolean refusals = operations.stream().anyMatch(operation -> operation.outcome() == Outcome.MISMATCH);
        operations.stream()
                .sorted(Comparator.comparingInt(Operation::call))
                .filter(operation -> operation.outcome() != Outcome.UNKNOWN || matters(operation, refusals))
                .forEach(this::add);
    }

    /** Those that have an answer, in the order of their answers. */
    List<Move> answered() {
        return all.stream()
                .filter(move -> !move.isUnknown())
                .sorted(Comparator.comparingInt(Move::answer))
                .toList();
    }

    /** The number of a value; 0 is that of all that nobody can tell apart. */
    private int number(@Nullable Object value) {
        return numbers.getOrDefault(value, 0);
    }

    /** How many numbers there are. */
    int values() {
        return numbers.size() + 1;
    }

    /** How many numbers of kinds there are. */
    int kinds() {
        return kinds.size();
    }

    /** Whether an operation of unknown outcome can be of use: it makes something that can be told from other values. */
    private boolean matters(Operation operation, boolean refusals) {
        return switch (operation.kind()) {
            case READ, APPEND -> false;
            case WRITE, DELETE -> refusals || number(operation.argument()) != 0;
            case CAS ->
                !Objects.equals(operation.expected(), operation.argument())
                        && (refusals || number(operation.argument()) != 0);
        };
    }

    private void add(Operation operation) {
        Role role = switch (operation.kind()) {
            case READ -> Role.READ;
            case WRITE, DELETE -> Role.WRITE;
            case CAS ->
                operation.outcome() == Outcome.MISMATCH
                        ? Role.REFUSED
                        : Objects.equals(operation.expected(), operation.argument()) ? Role.READ : Role.CAS;
            case APPEND -> throw new IllegalArgumentException("an append is no move between values");
        };
        int from = switch (role) {
            case READ -> number(operation.kind() == Kind.READ ? operation.result() : operation.expected());
            case REFUSED, CAS -> number(operation.expected());
            case WRITE -> -1;
        };
        int to = role == Role.WRITE || role == Role.CAS ? number(operation.argument()) : -1;
        int kind = kinds.computeIfAbsent(new Kinship(role, from, to), key -> kinds.size());
        all.add(new Move(all.size(), operation, role, from, to, kind));
    }
}
