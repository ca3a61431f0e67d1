package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;

/** The last hashes that were added. */
final class RecentHashes {
    static final int KEPT = 256;

    private final long[] hashes = new long[KEPT];
    private int count;
    /** Where the next one goes; once full, that is the oldest. */
    private int next;

    static RecentHashes readFrom(RowReader in) {
        RecentHashes recent = new RecentHashes();
        int kept = in.count();
        for (int i = 0; i < kept; i++) {
            recent.add(in.fixed());
        }
        return recent;
    }

    void writeTo(RowWriter out) {
        out.unsigned(count);
        int oldest = count < KEPT ? 0 : next;
        for (int i = 0; i < count; i++) {
            out.fixed(hashes[(oldest + i) % KEPT]);
        }
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
