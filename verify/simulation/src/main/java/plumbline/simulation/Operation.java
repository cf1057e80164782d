package plumbline.simulation;

import plumbline.core.Command;

/**
 * One request of a client and what came of it.
 *
 * @param client the client; one has one request at a time
 * @param command what was asked; no two requests are equal
 * @param invoked when, in nanoseconds
 * @param ended when the client knew or gave up; {@link #OPEN} while it waits
 * @param outcome what it knows
 * @param index where in the log the command is, if it is applied; else 0
 * @param result what the state machine answered; empty if it did not
 */
public record Operation(
        int client, Command command, long invoked, long ended, Outcome outcome, long index, String result) {
    /** The client waits. */
    public static final long OPEN = -1;

    /** What a client knows of its request. */
    public enum Outcome {
        /** Nothing yet. */
        WAITING,
        /** It was applied. */
        APPLIED,
        /** It was not and never will be. */
        REFUSED,
        /** It may have been, or may yet be. */
        UNKNOWN
    }
}
