package io.sluice.api.hub;

import io.sluice.api.history.SeriesFilter;
import io.sluice.model.rollup.Tier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All viewers of one filter, tier, frame time and form: each of their frames is rendered once. */
final class StreamGroup {
    /** So that the rollups of one emission share a frame. */
    static final long FIRST_FRAME_MILLIS = 25;

    private static final long NONE = Long.MIN_VALUE;

    private final Key key;
    private final RollupTrack rollups;
    private final List<Track> tracks;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private int reserved;
    private long changedMillis = NONE;
    private long framedMillis = NONE;
    private long ranMillis = NONE;

    record Key(Tier tier, SeriesFilter filter, int frameMillis, RollupForm form) {}

    StreamGroup(Key key, RollupTrack rollups, Track devices, Track ledger) {
        this.key = key;
        this.rollups = rollups;
        this.tracks = List.of(rollups, devices, ledger);
    }

    /** A viewer is about to join. Reserve and release are guarded by the hub's map. */
    void reserve() {
        reserved++;
    }

    /** Whether that was the last viewer. */
    boolean release() {
        reserved--;
        return reserved == 0;
    }

    Key key() {
        return key;
    }

    RollupTrack rollups() {
        return rollups;
    }

    /** The rollups come first. */
    List<Track> tracks() {
        return tracks;
    }

    Set<Viewer> viewers() {
        return viewers;
    }

    /**
     * Makes the frames that are due and sends them; when the next rollups are due, {@code Long.MAX_VALUE} for never.
     * Where the clock went back, what it made wait does so no longer than if nothing had been framed before.
     */
    long run(long nowMillis) {
        if (nowMillis < ranMillis) {
            changedMillis = NONE;
            framedMillis = NONE;
        }
        ranMillis = nowMillis;
        boolean made = tracks.get(1).render(nowMillis);
        made |= tracks.get(2).render(nowMillis);
        if (changedMillis == NONE && rollups.hasChanges()) {
            changedMillis = nowMillis;
        }
        long due = dueMillis();
        if (due <= nowMillis) {
            changedMillis = NONE;
            if (rollups.render(nowMillis)) {
                framedMillis = nowMillis;
                made = true;
            }
            due = Long.MAX_VALUE;
        }
        if (made) {
            viewers.forEach(Viewer::pump);
        }
        return due;
    }

    private long dueMillis() {
        if (changedMillis == NONE) {
            return Long.MAX_VALUE;
        }
        long first = changedMillis + FIRST_FRAME_MILLIS;
        return framedMillis == NONE ? first : Math.max(first, framedMillis + key.frameMillis());
    }
}
