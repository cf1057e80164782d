/**
 * One server of the replicated key-value store: the runtime with RocksDB for a disk, Netty for a network, and the store for a
 * state machine.
 */
package plumbline.server;
