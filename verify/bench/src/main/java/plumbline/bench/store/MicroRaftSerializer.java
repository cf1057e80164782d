package plumbline.bench.store;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStoreSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes what MicroRaft stores. A benchmark starts from nothing, so nothing is ever read back. */
final class MicroRaftSerializer implements RaftStoreSerializer {
    private static final byte[] NONE = {};

    private static <T> Serializer<T> writing(Function<T, byte[]> encode) {
        return new Serializer<>() {
            @Override
            public byte[] serialize(T element) {
                return encode.apply(element);
            }

            @Override
            public T deserialize(byte[] bytes) {
                throw new UnsupportedOperationException("a benchmark starts from nothing");
            }
        };
    }

    private static byte[] text(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Serializer<RaftGroupMembersView> raftGroupMembersViewSerializer() {
        return writing(MicroRaftSerializer::text);
    }

    @Override
    public Serializer<RaftEndpoint> raftEndpointSerializer() {
        return writing(endpoint -> text(endpoint.getId()));
    }

    @Override
    public Serializer<LogEntry> logEntrySerializer() {
        return writing(entry -> {
            byte[] operation = entry.getOperation() instanceof byte[] command ? command : NONE;
            return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + operation.length)
                    .putLong(entry.getIndex())
                    .putInt(entry.getTerm())
                    .put(operation)
                    .array();
        });
    }

    @Override
    public Serializer<SnapshotChunk> snapshotChunkSerializer() {
        return writing(MicroRaftSerializer::text);
    }

    @Override
    public Serializer<RaftEndpointPersistentState> raftEndpointPersistentStateSerializer() {
        return writing(MicroRaftSerializer::text);
    }

    @Override
    public Serializer<RaftTermPersistentState> raftTermPersistentState() {
        return writing(MicroRaftSerializer::text);
    }
}
