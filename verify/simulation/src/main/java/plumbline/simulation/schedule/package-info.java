/** What the servers of a cluster did, as a schedule: written down, shrunk, and turned into a trace. */
@org.jspecify.annotations.NullMarked
package plumbline.simulation.schedule;
