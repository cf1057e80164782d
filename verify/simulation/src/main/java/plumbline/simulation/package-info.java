/**
 * Clusters of real servers that are watched while time, network, disks and clients do their worst. Under simulated time a
 * seed repeats all of it.
 */
@org.jspecify.annotations.NullMarked
package plumbline.simulation;
