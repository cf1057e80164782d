/**
 * Storage, network and time that exist in memory only, for tests and simulations: they lose, delay and fail on demand. The
 * first two work under real time and under {@link SimulatedTime}. Between them and a server {@link ContractObserver} can
 * stand, and watch the order of what the server does.
 */
package plumbline.runtime.memory;
