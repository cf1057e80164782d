package plumbline.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.runtime.PersistentChange;

/** A write as it lies on a disk: its length, its checksum, its bytes. So what a crash tore can be told from what is whole. */
final class WriteRecord {
    private static final int HEADER = Integer.BYTES + Integer.BYTES;
    private static final int FIXED = Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    private WriteRecord() {}

    static byte[] encode(PersistentChange change) {
        int length = FIXED;
        for (Entry entry : change.entries()) {
            length += ENTRY + entry.command().size();
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER + length);
        record.position(HEADER);
        record.putLong(change.currentTerm()).putInt(change.votedFor()).putLong(change.keptIndex());
        record.putInt(change.entries().size());
        for (Entry entry : change.entries()) {
            record.putLong(entry.term()).putInt(entry.command().size());
            record.put(entry.command().asByteBuffer());
        }
        record.putInt(0, length).putInt(Integer.BYTES, checksum(record.array(), length));
        return record.array();
    }

    /** The change, if {@code bytes} begin with a whole record of one. */
    static Optional<PersistentChange> decode(byte[] bytes) {
        ByteBuffer record = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        int length = record.getInt();
        int checksum = record.getInt();
        if (length < FIXED || length > record.remaining() || checksum != checksum(bytes, length)) {
            return Optional.empty();
        }
        long currentTerm = record.getLong();
        int votedFor = record.getInt();
        long keptIndex = record.getLong();
        int count = record.getInt();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long term = record.getLong();
            byte[] command = new byte[record.getInt()];
            record.get(command);
            entries.add(new Entry(term, Command.of(command)));
        }
        return Optional.of(new PersistentChange(currentTerm, votedFor, keptIndex, entries));
    }

    private static int checksum(byte[] record, int length) {
        CRC32C crc = new CRC32C();
        crc.update(record, HEADER, length);
        return (int) crc.getValue();
    }
}
