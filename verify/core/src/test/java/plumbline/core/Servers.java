package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The servers of a cluster and the messages under way between them, for tests to drive.
 *
 * <p>Every step that is taken here is checked to be a function: asked twice it gives the same answer, and a state that
 * did not change is the same object.
 */
final class Servers {
    private final Cluster cluster;
    private final List<ServerState> states = new ArrayList<>();
    private final List<Message> underWay = new ArrayList<>();
    private final List<Message> everSent = new ArrayList<>();

    Servers(Cluster cluster) {
        this.cluster = cluster;
        for (int server = 1; server <= cluster.size(); server++) {
            states.add(ServerState.initial(server, cluster));
        }
    }

    Cluster cluster() {
        return cluster;
    }

    ServerState state(int server) {
        return states.get(server - 1);
    }

    List<ServerState> states() {
        return states;
    }

    /** Puts a server into a state of its own, as if all that led there had happened. */
    void set(ServerState state) {
        states.set(state.id() - 1, state);
    }

    /** Sent and neither delivered nor lost. */
    List<Message> underWay() {
        return underWay;
    }

    /** All messages sent so far, in order. */
    List<Message> everSent() {
        return everSent;
    }

    void step(int server, Event event) {
        ServerState before = state(server);
        Step step = Raft.step(before, event);
        assertEquals(step, Raft.step(before, event), "the same arguments, another result");
        if (step.state().equals(before)) {
            assertSame(before, step.state(), "nothing changed, yet the state is a new object");
        }
        if (step.state().persistent().equals(before.persistent())) {
            assertSame(before.persistent(), step.state().persistent(), "nothing to persist, yet a new object");
        }
        set(step.state());
        underWay.addAll(step.messages());
        everSent.addAll(step.messages());
    }

    void electionTimeout(int server) {
        step(server, new ElectionTimeout());
    }

    void heartbeatTimeout(int server) {
        step(server, new HeartbeatTimeout());
    }

    /** One request of {@code count} commands, which name the term and the index at which they go into the log. */
    void clientRequest(int server, int count) {
        ServerState state = state(server);
        step(server, Scene.client(state.currentTerm(), state.log().lastIndex() + 1, count));
    }

    void restart(int server) {
        set(ServerState.restart(server, cluster, state(server).persistent()));
    }

    void deliver(Message message) {
        step(message.to(), message);
    }

    /** Delivers everything, in the order sent, until nothing is under way. */
    void deliverAll() {
        deliverAllBut(message -> false);
    }

    /** Delivers everything in order until nothing is under way, except for what is {@code lost}. */
    void deliverAllBut(Predicate<Message> lost) {
        for (int delivered = 0; !underWay.isEmpty(); delivered++) {
            assertTrue(delivered < 100_000, "the servers never come to rest");
            Message next = underWay.remove(0);
            if (!lost.test(next)) {
                deliver(next);
            }
        }
    }

    /** Makes {@code server} the leader of the next term, with every message delivered. */
    void elect(int server) {
        electionTimeout(server);
        deliverAll();
    }
}
