package plumbline.checker.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** A few bits for each world, which are only ever set; one byte a world. For several threads. */
final class Reached {
    private static final VarHandle BITS = MethodHandles.arrayElementVarHandle(byte[].class);

    private final byte[][] bits = new byte[Worlds.SHARDS][];

    Reached(Worlds worlds) {
        for (int shard = 0; shard < Worlds.SHARDS; shard++) {
            bits[shard] = new byte[worlds.shards[shard].size()];
        }
    }

    int at(long number) {
        return (byte) BITS.getAcquire(bits[Worlds.shardOf(number)], Worlds.inShard(number));
    }

    /** Adds {@code more} to what is known of a world, and gives what was known before. */
    int add(long number, int more) {
        return (byte) BITS.getAndBitwiseOr(bits[Worlds.shardOf(number)], Worlds.inShard(number), (byte) more);
    }

    void clear() {
        for (byte[] some : bits) {
            Arrays.fill(some, (byte) 0);
        }
    }
}
