/**
 * Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", extended version) as one pure
 * function: {@link plumbline.core.Raft#step}. State plus event gives new state plus outbound messages.
 *
 * <p>Nothing here reads a clock, draws a random number, does I/O, logs, starts a thread or changes a value that a caller
 * can see. Every type is an immutable value, safe to share between threads.
 *
 * <h2>The contract with whoever drives it</h2>
 *
 * <p>After each {@link plumbline.core.Step}, or once for a batch of consecutive steps of one server, in this order:
 *
 * <ol>
 *   <li><b>persist</b>: when {@link plumbline.core.ServerState#persistent()} changed, make the new value durable;
 *   <li><b>send</b>: hand the messages to the network, which may lose, delay, repeat or reorder them;
 *   <li><b>apply</b>: apply the log up to {@link plumbline.core.ServerState#commitIndex()} to the state machine;
 *   <li><b>answer</b>: tell clients what was applied.
 * </ol>
 *
 * <p>After a crash, {@link plumbline.core.ServerState#restart} takes what was made durable last.
 *
 * <p>Section signs (§) in comments are sections of the paper; "Figure 2" and "Figure 3" are its figures. Where this core
 * departs from Figure 2 on purpose, {@code spec/README.md} lists it.
 */
package plumbline.core;
