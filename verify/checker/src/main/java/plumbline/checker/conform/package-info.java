/**
 * Other implementations of Raft held against this one: vectors of what each event does to each state, the adapters that
 * run them, random clusters in lockstep, and what a disagreement means.
 */
@org.jspecify.annotations.NullMarked
package plumbline.checker.conform;
