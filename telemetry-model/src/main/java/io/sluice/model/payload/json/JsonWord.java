package io.sluice.model.payload.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds a string's end eight bytes at a time, and keeps its first sixteen as two numbers, by which names are told
 * apart. A byte of a word is zero where (w - 0x01…) &amp; ~w &amp; 0x80… has its highest bit (Warren, Hacker's Delight,
 * 6-1); w is the bytes exclusive-or'ed with quotes. Reused; one thread.
 */
final class JsonWord {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;

    private final byte[] in;
    private int from;
    private int length;
    private long head;
    private long tail;

    JsonWord(byte[] in) {
        this.in = in;
    }

    /** @return whether a quote ends what begins there */
    boolean read(int begin) {
        from = begin;
        head = 0;
        tail = 0;
        int at = begin;
        for (int i = 0; at <= in.length - Long.BYTES; i++, at += Long.BYTES) {
            long bytes = (long) LONGS.get(in, at);
            long w = bytes ^ QUOTES;
            long quotes = w - ONES & ~w & HIGHS;
            int count = Long.numberOfTrailingZeros(quotes) >>> 3; // 8 where there is no quote
            keep(i, count == Long.BYTES ? bytes : bytes & (1L << count * 8) - 1);
            if (count < Long.BYTES) {
                length = at + count - from;
                return true;
            }
        }
        return readEnd(at);
    }

    private boolean readEnd(int begin) {
        long bytes = 0;
        for (int at = begin; at < in.length; at++) {
            if (in[at] == '"') {
                keep((begin - from) / Long.BYTES, bytes);
                length = at - from;
                return true;
            }
            bytes |= (in[at] & 0xffL) << (at - begin) * 8;
        }
        return false;
    }

    private void keep(int i, long bytes) {
        if (i == 0) {
            head = bytes;
        } else if (i == 1) {
            tail = bytes;
        }
    }

    long head() {
        return head;
    }

    long tail() {
        return tail;
    }

    int length() {
        return length;
    }

    int at(int i) {
        return in[from + i];
    }

    /** Of ASCII. */
    String text() {
        return new String(in, from, length, StandardCharsets.ISO_8859_1);
    }
}
