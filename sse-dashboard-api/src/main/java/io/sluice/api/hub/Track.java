package io.sluice.api.hub;

import io.sluice.api.history.TierCursor;
import org.jspecify.annotations.Nullable;

/** One kind of event of a group. The hub's thread makes the shared frames; any thread reads. */
interface Track {
    /** Where a viewer that joins now begins. */
    TierCursor start();

    /** Makes a new shared frame if there is reason to; whether it did. */
    boolean render(long nowMillis);

    /** What a viewer that has seen everything before the cursor gets next, null for nothing. */
    @Nullable
    Frame after(TierCursor seen);
}
