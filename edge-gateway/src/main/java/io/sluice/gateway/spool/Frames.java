package io.sluice.gateway.spool;

import java.util.zip.CRC32C;

/**
 * A frame is {@code [length][crc32c][payload]}, big-endian; the checksum covers the length too. Space that was never
 * written is zeros, and a length of 0 ends a segment.
 */
final class Frames {
    static final int HEADER_BYTES = 8;

    private final CRC32C crc = new CRC32C();

    int begin(RecordOutput out) {
        int start = out.length();
        out.skip(HEADER_BYTES);
        return start;
    }

    void end(RecordOutput out, int start) {
        int length = out.length() - start - HEADER_BYTES;
        out.putIntAt(start, length);
        out.putIntAt(start + 4, checksum(out.array(), start, length));
    }

    boolean isIntact(byte[] bytes, int start, int length) {
        return intAt(bytes, start + 4) == checksum(bytes, start, length);
    }

    private int checksum(byte[] bytes, int start, int length) {
        crc.reset();
        crc.update(bytes, start, 4);
        crc.update(bytes, start + HEADER_BYTES, length);
        return (int) crc.getValue();
    }

    static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
