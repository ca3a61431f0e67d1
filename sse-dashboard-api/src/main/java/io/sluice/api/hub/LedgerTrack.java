package io.sluice.api.hub;

import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.TierCursor;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.api.ledger.LedgerJson;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of the devices of a filter, about once a second where it changed, once it is whole. A new viewer gets the
 * latest at once.
 */
final class LedgerTrack implements Track {
    private static final long GAP_MILLIS = 1_000;

    private final LedgerBook ledger;
    private final SeriesFilter filter;
    private byte[] shown = new byte[0];
    private long renderedMillis;
    private @Nullable Frame latest;

    LedgerTrack(LedgerBook ledger, SeriesFilter filter) {
        this.ledger = ledger;
        this.filter = filter;
    }

    @Override
    public TierCursor start() {
        return cursor(0);
    }

    @Override
    public synchronized boolean render(long nowMillis) {
        if (!ledger.isWhole() || Math.abs(nowMillis - renderedMillis) < GAP_MILLIS) {
            return false;
        }
        renderedMillis = nowMillis;
        JsonBytes json = new JsonBytes();
        LedgerJson.write(json, ledger.totals(filter, nowMillis));
        byte[] now = json.toBytes();
        if (Arrays.equals(now, shown)) {
            return false;
        }
        shown = now;
        long number = latest == null ? 1 : latest.to().change() + 1;
        latest = Frame.withoutId(0, cursor(number), EventText.event("ledger", text -> text.raw(now)));
        return true;
    }

    @Override
    public synchronized @Nullable Frame after(TierCursor seen) {
        Frame shared = latest;
        return shared != null && seen.change() < shared.to().change() ? shared : null;
    }

    private static TierCursor cursor(long change) {
        return new TierCursor(change, OffsetVector.of());
    }
}
