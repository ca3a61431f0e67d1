package io.sluice.api.hub;

import io.sluice.model.rollup.Tier;

/** Is told what the hub does, for metrics. Called from the hub's and the connections' threads; must not block. */
public interface StreamObserver {
    StreamObserver NONE = new StreamObserver() {};

    /** A shared frame of so many rollups was made. */
    default void frame(int rollups) {}

    /** A viewer was too slow for the shared frames and gets what it missed in one of its own. */
    default void conflated() {}

    /** A frame shows a window so long after its end, and after the ts of its newest reading. */
    default void freshness(Tier tier, long endAgeMillis, long readingAgeMillis) {}

    /** A viewer took nothing for so long that it was given up. */
    default void stalled() {}
}
