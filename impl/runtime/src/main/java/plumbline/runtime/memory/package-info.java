/**
 * Storage and network that exist in memory only, for tests and simulations: they lose, delay and fail on demand. They work
 * under real time and under simulated time.
 */
package plumbline.runtime.memory;
