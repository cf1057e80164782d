/** The lab suite: 21 tests of a Raft, each under simulated time and for real. */
@org.jspecify.annotations.NullMarked
package plumbline.simulation.lab;
