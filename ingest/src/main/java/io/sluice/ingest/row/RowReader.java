package io.sluice.ingest.row;

import java.nio.charset.StandardCharsets;

/** Reads what {@link RowWriter} wrote; anything else fails with an exception that says where. */
public final class RowReader {
    private final byte[] bytes;
    private int at;

    public RowReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the number that every row begins with.
     *
     * @throws IllegalStateException for a row of a format this version does not know
     */
    public RowReader expectVersion(int version) {
        long found = unsigned();
        if (found != version) {
            throw new IllegalStateException("state row's version must be " + version + ", was " + found);
        }
        return this;
    }

    /**
     * As {@link #expectVersion}, where several are known.
     *
     * @throws IllegalStateException for a row of a format this version does not know
     */
    public int version(int first, int last) {
        long found = unsigned();
        if (found < first || found > last) {
            throw new IllegalStateException("state row's version must be " + first + " to " + last + ", was " + found);
        }
        return (int) found;
    }

    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("state row's number must end within 10 bytes, at " + at);
    }

    public long fixed() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            value |= (next() & 0xffL) << shift;
        }
        return value;
    }

    /** A number of things that follow, each of at least one byte. */
    public int count() {
        long count = unsigned();
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalStateException("state row's count must be <= the bytes left, was " + count + " at " + at);
        }
        return (int) count;
    }

    public String text() {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private byte next() {
        if (at == bytes.length) {
            throw new IllegalStateException("state row must not end early, ended after " + at + " bytes");
        }
        return bytes[at++];
    }
}
