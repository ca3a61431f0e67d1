package io.sluice.api.history;

import java.util.List;

/**
 * The windows that changed since a cursor, each once, in order of their first change.
 *
 * @param next where to go on from
 * @param isCoalesced some window changed more than once: its earlier revisions are not shown
 */
public record Changes(List<ChangedWindow> windows, TierCursor next, boolean isCoalesced) {

    /** A window by its series and start; its content is read when it is shown. */
    public record ChangedWindow(SeriesRing ring, long start) {}
}
