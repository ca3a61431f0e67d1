package io.sluice.ingest.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a state row: LEB128 for what is usually small, eight bytes for hashes, UTF-8 with its length. */
public final class RowWriter {
    private byte[] bytes = new byte[256];
    private int length;

    /** Small non-negative numbers in few bytes; any long is allowed. */
    public RowWriter unsigned(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public RowWriter fixed(long value) {
        ensure(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public RowWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
