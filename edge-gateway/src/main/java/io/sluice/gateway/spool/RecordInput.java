package io.sluice.gateway.spool;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RecordOutput} wrote; every read is checked against the end. Not thread-safe. */
final class RecordInput {
    private final TextPool pool;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    RecordInput(TextPool pool) {
        this.pool = pool;
    }

    RecordInput over(byte[] source, int offset, int length) {
        bytes = source;
        at = offset;
        end = offset + length;
        return this;
    }

    boolean isAtEnd() {
        return at == end;
    }

    int getByte() throws CorruptSpoolException {
        need(1);
        return bytes[at++] & 0xff;
    }

    long getLong() throws CorruptSpoolException {
        need(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    long getVarint() throws CorruptSpoolException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = getByte();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new CorruptSpoolException("varint must be at most 10 bytes, was longer");
    }

    /** A number of things of which each takes a byte at least, so that a hostile count cannot ask for memory. */
    int getCount() throws CorruptSpoolException {
        long count = getVarint();
        if (count < 0 || count > end - at) {
            throw new CorruptSpoolException("count must be <= " + (end - at) + ", was " + count);
        }
        return (int) count;
    }

    byte[] getBytes() throws CorruptSpoolException {
        int count = getCount();
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    /** A text that comes again and again, like a metric: one instance where the pool can. */
    String getPooledText() throws CorruptSpoolException {
        int count = getCount();
        at += count;
        return pool.text(bytes, at - count, count);
    }

    String getText() throws CorruptSpoolException {
        int count = getCount();
        at += count;
        return new String(bytes, at - count, count, StandardCharsets.UTF_8);
    }

    private void need(int count) throws CorruptSpoolException {
        if (end - at < count) {
            throw new CorruptSpoolException("record must hold " + count + " more bytes, held " + (end - at));
        }
    }
}
