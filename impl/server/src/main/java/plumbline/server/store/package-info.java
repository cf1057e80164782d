/**
 * The replicated state machine: a key-value store whose sessions make retried writes happen exactly once. It knows neither
 * disk nor network, so it runs in simulations as it is.
 */
package plumbline.server.store;
