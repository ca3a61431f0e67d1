package io.sluice.gateway.spool;

import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Small files that are replaced as a whole, each with the CRC-32C (4 bytes) of what follows: a version and the content.
 */
final class CheckedFiles {
    private static final int VERSION = 1;
    private static final int CHECKSUM_BYTES = 4;
    private static final int HEADER_BYTES = CHECKSUM_BYTES + 1;

    private final SpoolFiles files;

    CheckedFiles(SpoolFiles files) {
        this.files = files;
    }

    /** To be filled, and written then. */
    static RecordOutput begin() {
        RecordOutput out = new RecordOutput(256);
        out.skip(CHECKSUM_BYTES);
        out.putByte(VERSION);
        return out;
    }

    void write(String name, RecordOutput out) throws IOException {
        out.putIntAt(0, checksum(out.array(), out.length()));
        files.replace(name, out.toByteArray());
    }

    /** The content; null where there is no such file. */
    @Nullable
    RecordInput read(String name) throws IOException {
        byte[] content = files.read(name);
        if (content == null) {
            return null;
        }
        if (content.length < HEADER_BYTES || Frames.intAt(content, 0) != checksum(content, content.length)) {
            throw new CorruptSpoolException("spool file must match its checksum, did not: " + name);
        }
        if (content[CHECKSUM_BYTES] != VERSION) {
            throw new CorruptSpoolException(name + " version must be " + VERSION + ", was " + content[CHECKSUM_BYTES]);
        }
        return new RecordInput(new TextPool()).over(content, HEADER_BYTES, content.length - HEADER_BYTES);
    }

    private static int checksum(byte[] content, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content, CHECKSUM_BYTES, length - CHECKSUM_BYTES);
        return (int) crc.getValue();
    }
}
