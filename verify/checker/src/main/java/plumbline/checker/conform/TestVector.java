package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import plumbline.checker.explore.LocalTransition;
import plumbline.checker.trace.ChoiceJson;
import plumbline.checker.trace.StateJson;
import plumbline.checker.world.Choice;
import plumbline.core.Message;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * A question to an implementation, and the answer that agrees with the core.
 *
 * @param id the same for the same state and event in every set, whatever its bounds
 * @param state the state as JSON
 * @param event the event as JSON: a choice as in a trace
 * @param transition what happens, and what must come of it
 */
public record TestVector(String id, ObjectNode state, ObjectNode event, LocalTransition transition) {
    private static final int ID_BYTES = 6;

    /** Smallest state first, then by server, then by event. */
    static final Comparator<TestVector> ORDER = Comparator.comparing(
                    TestVector::before,
                    Comparator.<ServerState>comparingLong(state -> state.log().lastIndex())
                            .thenComparingLong(ServerState::currentTerm)
                            .thenComparingLong(ServerState::commitIndex)
                            .thenComparingInt(state -> rank(state.role()))
                            .thenComparingInt(ServerState::id))
            .thenComparing(vector -> vector.state.toString())
            .thenComparing(vector -> vector.transition.choice().action())
            .thenComparing(vector -> vector.event.toString());

    /** The vector of {@code transition}. */
    static TestVector of(LocalTransition transition, Dialect dialect) {
        ObjectNode state = StateJson.write(transition.before());
        ObjectNode event = ChoiceJson.write(transition.choice(), false);
        if (event.has("conflictIndex")) {
            event.remove(dialect.lacks());
        }
        return new TestVector(id(state, event), state, event, transition);
    }

    /** What happens at {@code state} when {@code choice} does, by the rules of {@code dialect}. */
    static LocalTransition transition(ServerState state, Choice choice, Dialect dialect) {
        if (choice instanceof Choice.Restart) {
            return new LocalTransition(state, choice, dialect.restart(state), List.of());
        }
        Choice heard = choice instanceof Choice.Deliver deliver
                ? new Choice.Deliver(dialect.without(deliver.message()), true)
                : choice;
        var step = dialect.step(
                state, heard instanceof Choice.Deliver deliver ? deliver.message() : ((Choice.Internal) heard).event());
        return new LocalTransition(state, heard, step.state(), step.messages());
    }

    private ServerState before() {
        return transition.before();
    }

    private static int rank(Role role) {
        return role instanceof Role.Follower ? 0 : role instanceof Role.Candidate ? 1 : 2;
    }

    private static String id(JsonNode state, JsonNode event) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((state + "\n" + event).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The messages as JSON, without what {@code dialect} lacks. */
    static ArrayNode messages(List<Message> messages, Dialect dialect, ArrayNode array) {
        for (Message message : messages) {
            ObjectNode json = ChoiceJson.write(message);
            if (json.has("conflictIndex")) {
                json.remove(dialect.lacks());
            }
            array.add(json);
        }
        return array;
    }

    /** The answer that agrees, as JSON. */
    ObjectNode expected(Dialect dialect) {
        ObjectNode expected = StateJson.write(transition.after()).objectNode();
        expected.set("state", StateJson.write(transition.after()));
        messages(transition.messages(), dialect, expected.putArray("messages"));
        return expected;
    }
}
