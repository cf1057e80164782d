package plumbline.runtime;

import plumbline.core.Command;

/**
 * What is replicated. Deterministic: equal commands in equal order give equal results on every server.
 *
 * <p>It starts empty whenever its server starts, and is given all committed commands from index 1 on again.
 */
@FunctionalInterface
public interface StateMachine {
    /**
     * Applies a committed command. Called from the server's turns alone, once for each index from 1 on, in order.
     *
     * <p>A command that makes no sense gets a result that says so. An exception stops the server: it cannot leave a command
     * out that the others have applied.
     *
     * @return the answer for the client; handed on as it is, so the state machine lets go of it
     */
    byte[] apply(long index, Command command);
}
