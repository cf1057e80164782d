package plumbline.runtime;

import java.util.concurrent.Executor;

/**
 * All that a server needs from outside. With a {@link ServerThread} and a {@link SystemClock} it runs for real; with an
 * executor and a clock that a simulation steps through, the same classes run in one thread under simulated time.
 *
 * @param executor runs the server's turns, on any thread. There is never more than one turn waiting or running, and each
 *     sees what the one before it did, so a pool serves as well as a thread
 * @param clock time, timers and randomness
 * @param storage what survives a crash
 * @param transport the way to the other servers
 * @param stateMachine what is replicated
 * @param listener is told what happens
 * @param rules the step function
 */
public record Surroundings(
        Executor executor,
        Clock clock,
        Storage storage,
        Transport transport,
        StateMachine stateMachine,
        RuntimeListener listener,
        StepFunction rules) {
    /** Surroundings in which nobody listens and Raft's own rules hold. */
    public static Surroundings of(
            Executor executor, Clock clock, Storage storage, Transport transport, StateMachine stateMachine) {
        return new Surroundings(
                executor, clock, storage, transport, stateMachine, RuntimeListener.NONE, StepFunction.RAFT);
    }

    /** These, with {@code other} as listener. */
    public Surroundings with(RuntimeListener other) {
        return new Surroundings(executor, clock, storage, transport, stateMachine, other, rules);
    }

    /** These, with {@code other} as rules. */
    public Surroundings with(StepFunction other) {
        return new Surroundings(executor, clock, storage, transport, stateMachine, listener, other);
    }
}
