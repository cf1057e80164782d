/**
 * The replicated store beside other Java implementations of Raft: three servers and a closed-loop load in one JVM,
 * everything synced to disk.
 */
@NullMarked
package plumbline.bench.store;

import org.jspecify.annotations.NullMarked;
