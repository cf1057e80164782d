/** {@code plumb swarm} and {@code plumb lab}. */
@org.jspecify.annotations.NullMarked
package plumbline.simulation.cli;
