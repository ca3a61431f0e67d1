package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SegmentFile;
import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The segments that a start finds, each headed by its index and none missing in between. Reads their records once; what
 * the crash left half-written at the very end is cut off then: it was never acknowledged. Anything else that cannot be
 * read was durable once, and is an error for a person. A file is open only while it is read.
 */
final class SegmentRecovery {
    private static final int COPY_BYTES = 1 << 16;

    private final SpoolFiles files;
    private final RecordDecoder decoder = new RecordDecoder();
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long cutBytes;

    /** Takes the records in the order in which they were appended. */
    interface RecordSink {
        /** @throws CorruptSpoolException where the record cannot follow those before it */
        void record(SpoolRecord record) throws CorruptSpoolException;
    }

    private SegmentRecovery(SpoolFiles files) {
        this.files = files;
    }

    static SegmentRecovery find(SpoolFiles files) throws IOException {
        SegmentRecovery segments = new SegmentRecovery(files);
        segments.findAll();
        return segments;
    }

    private void findAll() throws IOException {
        for (String name : files.list()) {
            OptionalLong index = SegmentHeader.indexOf(name);
            if (index.isPresent()) {
                sizes.put(index.getAsLong(), 0L);
            } else if (name.startsWith(SegmentStore.SPARE)) {
                files.delete(name);
            }
        }
        for (long index : sizes.keySet()) {
            try (SegmentFile file = files.open(SegmentHeader.nameOf(index))) {
                if (!SegmentHeader.isWritten(file, index)) {
                    throw new CorruptSpoolException(
                            "segment must begin with its header, did not: " + SegmentHeader.nameOf(index));
                }
                sizes.put(index, file.size());
            }
        }
        if (!sizes.isEmpty() && sizes.lastKey() - sizes.firstKey() + 1 != sizes.size()) {
            throw new CorruptSpoolException("segments must follow each other, were " + sizes.keySet());
        }
    }

    boolean isEmpty() {
        return sizes.isEmpty();
    }

    /** Index of the oldest; there must be one. */
    long first() {
        return sizes.firstKey();
    }

    /** Index of the newest; there must be one. */
    long last() {
        return sizes.lastKey();
    }

    /** Bytes of each segment by its index. */
    TreeMap<Long, Long> sizes() {
        return sizes;
    }

    /** Behind the last record, once they are read; 0 where there is no segment. */
    long end() {
        return sizes.isEmpty()
                ? 0
                : SpoolPosition.of(sizes.lastKey(), sizes.lastEntry().getValue());
    }

    /** What was cut off the end. */
    long cutBytes() {
        return cutBytes;
    }

    /**
     * Reads the records of the segment with this index, where it is there, and of all that follow; of the last always.
     */
    void replay(long firstIndex, RecordSink sink) throws IOException {
        for (long index : sizes.keySet().toArray(new Long[0])) {
            boolean isLast = index == sizes.lastKey();
            if (index >= firstIndex || isLast) {
                replaySegment(index, isLast, sink);
            }
        }
    }

    private void replaySegment(long index, boolean isLast, RecordSink sink) throws IOException {
        String name = SegmentHeader.nameOf(index);
        try (SegmentFile file = files.open(name)) {
            if (isLast) {
                writeAgain(file);
            }
            SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES);
            SegmentScanner.Found found = scanner.look(file.size());
            for (; found == SegmentScanner.Found.FRAME; found = scanner.look(file.size())) {
                sink.record(scanner.record(decoder));
                scanner.advance();
            }
            if (isLast) {
                cut(index, file, scanner.offset(), found);
            } else if (found == SegmentScanner.Found.DAMAGED) {
                throw new CorruptSpoolException("spool must hold an intact record at "
                        + SpoolPosition.describe(SpoolPosition.of(index, scanner.offset())) + ", held none");
            }
        }
    }

    /**
     * What we are about to read may stand in the page cache only, and after a failed force nobody means to write it any
     * more: forcing the file again would succeed and change nothing. Written again, it is dirty again.
     */
    private static void writeAgain(SegmentFile file) throws IOException {
        SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES);
        long size = file.size();
        while (scanner.look(size) == SegmentScanner.Found.FRAME) {
            scanner.advance();
        }
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        for (long at = 0; at < scanner.offset(); at += COPY_BYTES) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, scanner.offset() - at));
            file.read(buffer, at);
            file.write(buffer.flip(), at);
        }
    }

    /** A record that is lost whole leaves zeros, as if nothing had been begun; those behind it tell. */
    private static boolean isWrittenFrom(long end, SegmentFile file) throws IOException {
        byte[] bytes = new byte[COPY_BYTES];
        for (long at = end; at < file.size(); at += COPY_BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            file.read(buffer, at);
            for (int i = 0; i < buffer.position(); i++) {
                if (bytes[i] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void cut(long index, SegmentFile file, long end, SegmentScanner.Found found) throws IOException {
        if (found == SegmentScanner.Found.DAMAGED || isWrittenFrom(end, file)) {
            cutBytes += file.size() - end;
        }
        if (file.size() > end) {
            file.truncate(end);
        } else {
            file.force();
        }
        sizes.put(index, end);
    }
}
