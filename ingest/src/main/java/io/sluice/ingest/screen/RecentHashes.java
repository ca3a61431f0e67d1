package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import org.jspecify.annotations.Nullable;

/** Content hashes, ts included, of a device's last messages that came with a ts but without an identity. */
final class RecentHashes {
    static final int KEPT = 256;
    private static final int VERSION = 1;

    private final long[] hashes = new long[KEPT];
    private int count;
    /** Where the next one goes; once full, that is the oldest. */
    private int next;

    static RecentHashes from(byte @Nullable [] row) {
        RecentHashes recent = new RecentHashes();
        if (row != null) {
            RowReader in = new RowReader(row).expectVersion(VERSION);
            int kept = in.count();
            for (int i = 0; i < kept; i++) {
                recent.add(in.fixed());
            }
        }
        return recent;
    }

    byte[] toBytes() {
        RowWriter out = new RowWriter().unsigned(VERSION).unsigned(count);
        int oldest = count < KEPT ? 0 : next;
        for (int i = 0; i < count; i++) {
            out.fixed(hashes[(oldest + i) % KEPT]);
        }
        return out.toBytes();
    }

    boolean contains(long hash) {
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    void add(long hash) {
        hashes[next] = hash;
        next = (next + 1) % KEPT;
        count = Math.min(count + 1, KEPT);
    }
}
