/**
 * Mistakes that Rafts have shipped, each as the core's step function with one rule broken: what a checker must catch.
 *
 * <p>Every one is a wrapper around {@link plumbline.core.Raft#step}: it changes the state or the event that goes in, or
 * the step that comes out. The core has no hooks for them, and nothing in the explorer knows them.
 */
@org.jspecify.annotations.NullMarked
package plumbline.checker.knownbug;
