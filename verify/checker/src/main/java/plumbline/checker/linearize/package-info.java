/**
 * Whether a recorded history of operations is linearizable, and if not, why: the search, the models, the readers of
 * histories. Knows nothing of Raft.
 *
 * <p>A history is a list of calls and answers in the order in which they happened (Herlihy and Wing, 1990). It is
 * linearizable if its operations can be put in one order that a single object would give, in which no operation comes
 * before one that was answered before it was called.
 */
package plumbline.checker.linearize;
