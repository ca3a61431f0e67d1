package io.sluice.api.hub;

import io.sluice.api.history.Backlog;
import io.sluice.api.history.Changes.ChangedWindow;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.json.JsonBytes;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one viewer missed, told in events of at most {@value #MAX_EVENT_ROLLUPS} rollups, each of which is collected and
 * rendered when the one before is gone: a viewer costs one of them, however much it missed.
 */
final class Missed {
    static final int MAX_EVENT_ROLLUPS = 2_000;

    private final RollupTrack track;
    private final Backlog backlog;
    private final StreamPosition end;
    private boolean isOver;

    /** @param end the id once all of it was told */
    Missed(RollupTrack track, Backlog backlog, StreamPosition end) {
        this.track = track;
        this.backlog = backlog;
        this.end = end;
    }

    /** Whether the last part was told. */
    boolean isOver() {
        return isOver;
    }

    /** Only the last part carries an id: a client that is cut off before it asks for all of it again. */
    ByteBuffer next() {
        List<ChangedWindow> part = backlog.next(MAX_EVENT_ROLLUPS);
        isOver = backlog.isOver();
        JsonBytes text = new JsonBytes();
        if (isOver) {
            text.text(EventText.idLine(end));
        }
        EventText.event(text, "rollups", json -> track.writeWindows(json, part, point -> {}));
        return text.toBuffer();
    }
}
