/** Runs of random clusters with random faults and workloads, what of it was rare, and schedules of what went wrong. */
@org.jspecify.annotations.NullMarked
package plumbline.simulation.swarm;
