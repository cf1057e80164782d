package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import plumbline.checker.world.Choice;
import plumbline.core.ServerState;

/**
 * An implementation under examination. It is asked what an event does to a server, and answers in the order in which it
 * is asked. One thread asks.
 *
 * @param <S> one of its servers
 */
interface Subject<S> extends AutoCloseable {
    /** In what it may differ. */
    Profile profile();

    /** How many questions may be open at once; 1 or more. */
    int window();

    /** A server in {@code state}. */
    S load(ServerState state);

    /** Asks what {@code choice} does to {@code server}, which is not used again. */
    void ask(String id, S server, Choice choice) throws SubjectFailedException;

    /** The answer to the oldest question that has none yet. */
    Answer<S> answer() throws SubjectFailedException;

    @Override
    void close();

    /**
     * What an implementation says to one question.
     *
     * @param server what the server is now
     * @param state the same as JSON
     * @param messages what it sends, as JSON
     * @param error what it says went wrong; empty if nothing
     * @param <S> one of its servers
     */
    record Answer<S>(S server, JsonNode state, JsonNode messages, String error) {}
}
