package io.sluice.model.rollup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Longs in 7-bit groups, lowest first, as in Protobuf. */
final class Varints {
    private Varints() {}

    static void write(long value, DataOutput out) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = in.readByte();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("varint must end within 10 bytes, did not");
    }

    static void writeSigned(long value, DataOutput out) throws IOException {
        write((value << 1) ^ (value >> 63), out);
    }

    static long readSigned(DataInput in) throws IOException {
        long value = read(in);
        return (value >>> 1) ^ -(value & 1);
    }
}
