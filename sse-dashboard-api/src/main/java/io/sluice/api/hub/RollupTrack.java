package io.sluice.api.hub;

import io.sluice.api.history.Backlog;
import io.sluice.api.history.Changes;
import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.Reach;
import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.SeriesRing;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import io.sluice.api.history.TierStore;
import io.sluice.api.json.JsonBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rollups of one filter, tier and form as shared frames. Only the latest is kept: a viewer that missed one has a
 * cursor, not a queue, and gets a single frame of what changed since, in its latest revision. Viewers equally far
 * behind share it.
 */
final class RollupTrack implements Track {
    static final int MAX_SNAPSHOT_SERIES = 10_000;

    /** About 3 MB of JSON. */
    static final int MAX_SHARED_ROLLUPS = 10_000;

    private static final long SNAPSHOT_AGE_MILLIS = 250;
    /** What ended longer ago is backlog, not freshness. */
    private static final long FRESH_MILLIS = 60_000;

    private final TierStore store;
    private final SeriesFilter filter;
    private final RollupForm form;
    private final StreamObserver observer;
    private final Map<Long, Frame> catchUps = new HashMap<>();
    private TierCursor rendered;
    private TierCursor shownTo;
    private @Nullable Frame latest;
    private @Nullable Snapshot snapshot;

    private record Snapshot(Frame frame, long madeMillis) {}

    RollupTrack(TierStore store, SeriesFilter filter, RollupForm form, StreamObserver observer) {
        this.store = store;
        this.form = form;
        this.filter = filter;
        this.observer = observer;
        this.rendered = store.cursor();
        this.shownTo = rendered;
    }

    @Override
    public TierCursor start() {
        return store.cursor();
    }

    synchronized boolean hasChanges() {
        return store.cursor().change() > rendered.change();
    }

    @Override
    public synchronized boolean render(long nowMillis) {
        Optional<Changes> changes = store.changesSince(rendered, filter::matches);
        if (changes.isEmpty()) {
            Frame anew = gap();
            rendered = anew.to();
            show(anew);
            return true;
        }
        rendered = changes.get().next();
        if (changes.get().windows().isEmpty()) {
            return false;
        }
        show(frame(shownTo, changes.get(), point -> observe(point, nowMillis)));
        observer.frame(changes.get().windows().size());
        return true;
    }

    private void show(Frame frame) {
        latest = frame;
        shownTo = frame.to();
        catchUps.clear();
    }

    @Override
    public synchronized @Nullable Frame after(TierCursor seen) {
        Frame shared = latest;
        if (shared == null || seen.change() >= shared.to().change()) {
            return null;
        }
        if (seen.change() >= shared.from()) {
            return shared;
        }
        observer.conflated();
        return catchUps.computeIfAbsent(seen.change(), change -> catchUp(seen));
    }

    private Frame catchUp(TierCursor seen) {
        return store.changesSince(seen, filter::matches)
                .map(missed -> frame(seen, missed, point -> {}))
                .orElseGet(this::gap);
    }

    /** Something was given up before it could be shown: says so, and begins anew from what is held. */
    private Frame gap() {
        return startingWith(text -> EventText.event(
                text,
                "gap",
                json -> json.beginObject()
                        .name("reason")
                        .value("history was given up before it could be sent")
                        .endObject()));
    }

    private Frame frame(TierCursor from, Changes changes, Consumer<RollupPoint> seen) {
        if (changes.windows().size() > MAX_SHARED_ROLLUPS) {
            OffsetVector until =
                    Reach.beyond(from.offsets(), store, filter::matches).until();
            return Frame.inParts(from.change(), changes.next(), until);
        }
        StreamPosition position = store.position(changes.next().offsets());
        byte[] id = EventText.idLine(position);
        JsonBytes text = new JsonBytes().text(id);
        EventText.event(text, "rollups", json -> writeWindows(json, changes.windows(), seen));
        return new Frame(from.change(), changes.next(), position, text.toBuffer(), 0, id.length);
    }

    /** What a viewer that has seen so much misses of a frame that comes in parts. */
    Backlog backlog(TierCursor seen, OffsetVector until) {
        return new Backlog(store, seen.offsets(), until, filter::matches);
    }

    /** The id of what ends there. */
    StreamPosition position(TierCursor end) {
        return store.position(end.offsets());
    }

    /** Those that are still held, as this track's viewers want them. */
    void writeWindows(JsonBytes json, List<Changes.ChangedWindow> windows, Consumer<RollupPoint> seen) {
        EventText.writeWindows(form.begin(json, store.tier()), windows, seen);
    }

    private void observe(RollupPoint point, long nowMillis) {
        if (nowMillis - point.end() < FRESH_MILLIS) {
            observer.freshness(store.tier(), nowMillis - point.end(), nowMillis - point.lastMillis());
        }
    }

    /** The latest window of every series that matches, so that a new viewer sees something at once. */
    synchronized Frame snapshot(long nowMillis) {
        Snapshot held = snapshot;
        if (held == null || Math.abs(nowMillis - held.madeMillis()) > SNAPSHOT_AGE_MILLIS) {
            held = new Snapshot(startingWith(text -> {}), nowMillis);
            snapshot = held;
        }
        return held.frame();
    }

    private Frame startingWith(Consumer<JsonBytes> events) {
        TierCursor seen = store.cursor();
        StreamPosition position = store.position(seen.offsets());
        byte[] id = EventText.idLine(position);
        JsonBytes text = new JsonBytes();
        events.accept(text);
        int idAt = text.size();
        // The id stands before the last event: whoever is cut off in between has not seen the snapshot.
        text.text(id);
        EventText.event(text, "snapshot", json -> {
            RollupWriter writer = form.begin(json, store.tier());
            store.rings(filter::matches).stream().limit(MAX_SNAPSHOT_SERIES).forEach(ring -> writeNewest(writer, ring));
            writer.end();
        });
        return new Frame(Long.MIN_VALUE, seen, position, text.toBuffer(), idAt, id.length);
    }

    private static void writeNewest(RollupWriter writer, SeriesRing ring) {
        RollupPoint newest = ring.newest();
        if (newest != null) {
            writer.write(ring.series(), newest);
        }
    }
}
