package io.sluice.gateway.spool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far Kafka has acknowledged: per partition every counter below, and the first position that may hold another. */
public final class Mark {
    private final long position;
    private final long[] acked;

    public Mark(long position, long[] acked) {
        this.position = position;
        this.acked = acked.clone();
    }

    public long position() {
        return position;
    }

    public long[] acked() {
        return acked.clone();
    }

    /** The same counters, from where the segments begin that are there. */
    Mark notBefore(long firstPosition) {
        return position >= firstPosition ? this : new Mark(firstPosition, acked);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mark that && position == that.position && Arrays.equals(acked, that.acked);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(position) + Arrays.hashCode(acked);
    }

    @Override
    public String toString() {
        return SpoolPosition.describe(position) + " acked " + Arrays.toString(acked);
    }
}
