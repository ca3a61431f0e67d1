package io.sluice.api.history;

import io.sluice.model.rollup.Edge;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.RollupFormatException;
import io.sluice.model.rollup.RollupStats;
import org.jspecify.annotations.Nullable;

/**
 * What a window has to keep so that it can be merged with others. Most windows of the finest tier hold one reading; its
 * edge says it all, in a fraction of the encoded rollup's memory. Immutable.
 */
final class MergeableContent {
    /** Of this object and its edge, headers included. */
    private static final int EDGE_BYTES = 72;

    private static final int ARRAY_HEADER_BYTES = 16;

    private final Edge edge;
    private final byte @Nullable [] encoded;

    private MergeableContent(Edge edge, byte @Nullable [] encoded) {
        this.edge = edge;
        this.encoded = encoded;
    }

    static MergeableContent of(RollupStats stats, byte[] encoded) {
        return new MergeableContent(stats.first(), stats.count() == 1 ? null : encoded);
    }

    int bytes() {
        return EDGE_BYTES + (encoded == null ? 0 : ARRAY_HEADER_BYTES + encoded.length);
    }

    void mergeInto(RollupAccumulator target) {
        if (encoded == null) {
            target.add(edge.value(), edge.tsMillis(), edge.seq(), edge.mix());
            return;
        }
        try {
            RollupCodec.decode(encoded).stats().mergeInto(target);
        } catch (RollupFormatException e) {
            throw new IllegalStateException("a rollup that was decoded on arrival must decode again", e);
        }
    }
}
