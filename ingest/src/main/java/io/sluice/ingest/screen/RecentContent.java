package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a device said of late with a ts but without an identity, by which copies are found: whole publishes, as they are
 * sent again after a lost acknowledgement, and single messages, in whatever publish they come. Those that came alone
 * and those that came with others are kept apart, so that one large publish does not push out what came before it.
 */
final class RecentContent {
    private static final int VERSION = 2;

    private final RecentHashes alone;
    private final RecentHashes together;
    private final RecentPublishes publishes;

    private RecentContent(RecentHashes alone, RecentHashes together, RecentPublishes publishes) {
        this.alone = alone;
        this.together = together;
        this.publishes = publishes;
    }

    static RecentContent from(byte @Nullable [] row) {
        if (row == null) {
            return new RecentContent(new RecentHashes(), new RecentHashes(), new RecentPublishes());
        }
        RowReader in = new RowReader(row);
        // The first version knew no publishes.
        return in.version(1, VERSION) == 1
                ? new RecentContent(RecentHashes.readFrom(in), new RecentHashes(), new RecentPublishes())
                : new RecentContent(RecentHashes.readFrom(in), RecentHashes.readFrom(in), RecentPublishes.readFrom(in));
    }

    byte[] toBytes() {
        RowWriter out = new RowWriter().unsigned(VERSION);
        alone.writeTo(out);
        together.writeTo(out);
        publishes.writeTo(out);
        return out.toBytes();
    }

    /** Remembers what is not known of a message that came alone. */
    boolean isCopy(long hash) {
        return isCopy(hash, alone);
    }

    /**
     * As {@link #isCopy(long)}, in a publish with others; its content and place as {@link RecentPublishes} has them.
     */
    boolean isCopy(long hash, long publishContent, long place) {
        return publishes.isCopy(publishContent, place) || isCopy(hash, together);
    }

    private boolean isCopy(long hash, RecentHashes where) {
        if (alone.contains(hash) || together.contains(hash)) {
            return true;
        }
        where.add(hash);
        return false;
    }
}
