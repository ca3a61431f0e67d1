package io.sluice.api.hub;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.TierCursor;
import io.sluice.api.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** The devices that changed, at most once a second. */
final class DeviceTrack implements Track {
    static final long GAP_MILLIS = 1_000;

    private final DeviceRegistry devices;
    private final SeriesFilter filter;
    private long rendered;
    private long shownTo;
    private long renderedMillis;
    private @Nullable Frame latest;

    DeviceTrack(DeviceRegistry devices, SeriesFilter filter) {
        this.devices = devices;
        this.filter = filter;
        this.rendered = devices.change();
        this.shownTo = rendered;
    }

    @Override
    public TierCursor start() {
        return cursor(devices.change());
    }

    @Override
    public synchronized boolean render(long nowMillis) {
        long change = devices.change();
        if (Math.abs(nowMillis - renderedMillis) < GAP_MILLIS || change == rendered) {
            return false;
        }
        Frame frame = since(shownTo, change, nowMillis);
        rendered = change;
        renderedMillis = nowMillis;
        if (frame == null) {
            return false;
        }
        latest = frame;
        shownTo = change;
        return true;
    }

    @Override
    public synchronized @Nullable Frame after(TierCursor seen) {
        Frame shared = latest;
        if (shared == null || seen.change() >= shared.to().change()) {
            return null;
        }
        return seen.change() >= shared.from() ? shared : since(seen.change(), devices.change(), renderedMillis);
    }

    private @Nullable Frame since(long from, long to, long nowMillis) {
        JsonBytes list = new JsonBytes().beginArray();
        int written = devices.writeChangedSince(from, filter, list, nowMillis);
        list.endArray();
        return written == 0
                ? null
                : Frame.withoutId(from, cursor(to), EventText.event("devices", json -> json.raw(list.toBytes())));
    }

    private static TierCursor cursor(long change) {
        return new TierCursor(change, OffsetVector.of());
    }
}
