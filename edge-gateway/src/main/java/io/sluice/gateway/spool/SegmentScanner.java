package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SegmentFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Walks over the frames of one segment. Not thread-safe. */
final class SegmentScanner implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    /** What stands at the current offset. */
    enum Found {
        FRAME,
        /** No frame, and none was begun. */
        END,
        /** Something that is no intact frame. */
        DAMAGED
    }

    private final SegmentFile file;
    private final Frames frames = new Frames();
    private byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferOffset;
    private int buffered;
    private long offset;
    private int length;

    SegmentScanner(SegmentFile file, long from) {
        this.file = file;
        this.offset = from;
        this.bufferOffset = from;
    }

    /** Looks at the frame at the offset; bytes from the limit on are not read, since they may be in the making. */
    Found look(long limit) throws IOException {
        if (limit - offset < Frames.HEADER_BYTES) {
            return Found.END;
        }
        if (!isBuffered(Frames.HEADER_BYTES, limit)) {
            return Found.DAMAGED;
        }
        length = Frames.intAt(buffer, start());
        if (length == 0) {
            return Found.END;
        }
        if (length < 0 || length > limit - offset - Frames.HEADER_BYTES) {
            return Found.DAMAGED;
        }
        return isBuffered(Frames.HEADER_BYTES + length, limit) && frames.isIntact(buffer, start(), length)
                ? Found.FRAME
                : Found.DAMAGED;
    }

    /** Past the frame that was looked at. */
    void advance() {
        offset += Frames.HEADER_BYTES + length;
    }

    long offset() {
        return offset;
    }

    int frameBytes() {
        return Frames.HEADER_BYTES + length;
    }

    SpoolRecord record(RecordDecoder decoder) throws CorruptSpoolException {
        return decoder.decode(buffer, start() + Frames.HEADER_BYTES, length);
    }

    long size() throws IOException {
        return file.size();
    }

    private int start() {
        return (int) (offset - bufferOffset);
    }

    private boolean isBuffered(int bytes, long limit) throws IOException {
        if (buffered - start() >= bytes) {
            return true;
        }
        int kept = buffered - start();
        if (buffer.length < bytes) {
            buffer = Arrays.copyOfRange(buffer, start(), start() + Math.max(bytes, buffer.length * 2));
        } else {
            System.arraycopy(buffer, start(), buffer, 0, kept);
        }
        bufferOffset = offset;
        int room = (int) Math.min(buffer.length - kept, limit - offset - kept);
        ByteBuffer more = ByteBuffer.wrap(buffer, kept, room);
        file.read(more, offset + kept);
        buffered = more.position();
        return buffered >= bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
