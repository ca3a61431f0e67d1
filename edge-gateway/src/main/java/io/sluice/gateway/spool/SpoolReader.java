package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Follows the spool record by record, up to what is durable. Not thread-safe; the writer may be at work meanwhile. */
public final class SpoolReader implements Closeable {
    private static final long UNKNOWN = -1;

    private final SpoolFiles files;
    private final Spool spool;
    private final RecordDecoder decoder = new RecordDecoder();
    private @Nullable SegmentScanner scanner;
    private long segment;
    private long startOffset;
    private long sealedBytes = UNKNOWN;
    private long recordPosition;
    private int recordBytes;

    SpoolReader(SpoolFiles files, Spool spool, long position) throws IOException {
        this.files = files;
        this.spool = spool;
        seek(position);
    }

    /** The next durable record that is for Kafka; null where there is none yet. */
    public @Nullable SpoolRecord next() throws IOException {
        while (true) {
            long durable = spool.durablePosition();
            if (position() >= durable) {
                return null;
            }
            boolean isSealed = SpoolPosition.segment(durable) > segment;
            SegmentScanner open = opened();
            long limit = isSealed ? sealedBytes(open) : SpoolPosition.offset(durable);
            SegmentScanner.Found found = open.look(limit);
            if (found == SegmentScanner.Found.FRAME) {
                SpoolRecord record = take(open);
                if (record.isForKafka()) {
                    return record;
                }
                continue;
            }
            if (found == SegmentScanner.Found.DAMAGED || (!isSealed && open.offset() < limit)) {
                throw new CorruptSpoolException(
                        "spool must hold an intact record at " + SpoolPosition.describe(position()) + ", held none");
            }
            seek(SpoolPosition.of(segment + 1, SegmentHeader.BYTES));
        }
    }

    /** Asked for once, since it changes no more. */
    private long sealedBytes(SegmentScanner open) throws IOException {
        if (sealedBytes == UNKNOWN) {
            sealedBytes = open.size();
        }
        return sealedBytes;
    }

    private SpoolRecord take(SegmentScanner open) throws IOException {
        recordPosition = position();
        recordBytes = open.frameBytes();
        SpoolRecord record = open.record(decoder);
        open.advance();
        return record;
    }

    private SegmentScanner opened() throws IOException {
        if (scanner == null) {
            scanner = new SegmentScanner(files.open(SegmentHeader.nameOf(segment)), startOffset);
        }
        return scanner;
    }

    /** Where the next record will stand. */
    public long position() {
        return SpoolPosition.of(segment, scanner == null ? startOffset : scanner.offset());
    }

    /** Where the record that {@link #next} gave last stands. */
    public long recordPosition() {
        return recordPosition;
    }

    /** What that record takes in the spool. */
    public int recordBytes() {
        return recordBytes;
    }

    /** @param position as {@link #position} or {@link #recordPosition} gave it */
    public void seek(long position) throws IOException {
        close();
        segment = SpoolPosition.segment(position);
        startOffset = SpoolPosition.offset(position);
    }

    @Override
    public void close() throws IOException {
        if (scanner != null) {
            scanner.close();
            scanner = null;
            sealedBytes = UNKNOWN;
        }
    }
}
