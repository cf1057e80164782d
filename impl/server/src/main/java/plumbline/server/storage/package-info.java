/** What survives a crash, in RocksDB: the log, the term and the vote. */
package plumbline.server.storage;
