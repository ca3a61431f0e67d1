package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SegmentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** The first bytes of a segment: {@code magic, version, index, crc32c}; and its name, the index in 16 hex digits. */
final class SegmentHeader {
    static final int BYTES = 32;

    private static final String SUFFIX = ".seg";
    private static final long MAGIC = 0x534c55494345_5350L; // SLUICESP
    private static final int VERSION = 1;

    private SegmentHeader() {}

    static String nameOf(long index) {
        return HexFormat.of().toHexDigits(index) + SUFFIX;
    }

    /** Empty for a file that is no segment. */
    static OptionalLong indexOf(String name) {
        if (!name.endsWith(SUFFIX) || name.length() != 16 + SUFFIX.length()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(HexFormat.fromHexDigitsToLong(name, 0, 16));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    static void write(SegmentFile file, long index) throws IOException {
        file.write(encode(index), 0);
        file.force();
    }

    static boolean isWritten(SegmentFile file, long index) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(BYTES);
        file.read(found, 0);
        return found.flip().equals(encode(index));
    }

    private static ByteBuffer encode(long index) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(index);
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().flip());
        header.putInt((int) crc.getValue());
        return header.rewind();
    }
}
