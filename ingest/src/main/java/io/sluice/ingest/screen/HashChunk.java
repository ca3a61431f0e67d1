package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.OptionalLong;

/** Content hashes of 64 consecutive seqs, of which any may be absent. */
final class HashChunk {
    static final int SEQS = 64;

    private final long index;
    private final long[] hashes = new long[SEQS];
    private long present;

    HashChunk(long index) {
        this.index = index;
    }

    static long indexOf(long seq) {
        return seq / SEQS;
    }

    long index() {
        return index;
    }

    OptionalLong find(long seq) {
        int slot = slotOf(seq);
        return (present & 1L << slot) == 0 ? OptionalLong.empty() : OptionalLong.of(hashes[slot]);
    }

    void put(long seq, long hash) {
        int slot = slotOf(seq);
        present |= 1L << slot;
        hashes[slot] = hash;
    }

    private static int slotOf(long seq) {
        return (int) (seq % SEQS);
    }

    void writeTo(RowWriter out) {
        out.unsigned(index).fixed(present);
        for (long rest = present; rest != 0; rest &= rest - 1) {
            out.fixed(hashes[Long.numberOfTrailingZeros(rest)]);
        }
    }

    static HashChunk readFrom(RowReader in) {
        HashChunk chunk = new HashChunk(in.unsigned());
        chunk.present = in.fixed();
        for (long rest = chunk.present; rest != 0; rest &= rest - 1) {
            chunk.hashes[Long.numberOfTrailingZeros(rest)] = in.fixed();
        }
        return chunk;
    }
}
