package io.sluice.api.hub;

import io.sluice.api.history.Backlog;
import io.sluice.api.history.Reach;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import io.sluice.api.history.TierStore;
import io.sluice.model.rollup.SeriesKey;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a stream begins.
 *
 * @param outcome {@code exact}: every rollup since the client's id follows. {@code conflated}: every window that
 *     changed since follows, some of them changed more than once and come in their latest revision only. {@code reset}:
 *     what the client has cannot be continued, a snapshot follows.
 * @param backlog what follows, empty for a reset
 * @param seen from where the shared frames go on
 * @param floor ids may not go below it
 */
record Resumption(String outcome, Optional<Backlog> backlog, TierCursor seen, Optional<StreamPosition> floor) {
    private static final String RESET = "reset";

    static Resumption of(TierStore store, StreamRequest request) {
        Optional<StreamPosition> client =
                request.lastEventId().flatMap(StreamPosition::parse).filter(store::canResume);
        return client.map(position -> continued(store, request, position))
                .orElseGet(() -> new Resumption(RESET, Optional.empty(), store.cursor(), Optional.empty()));
    }

    /** The cursor is taken first: what changes from then on comes with the shared frames, whether told here or not. */
    private static Resumption continued(TierStore store, StreamRequest request, StreamPosition client) {
        Predicate<SeriesKey> filter = request.filter()::matches;
        TierCursor seen = store.cursor();
        Reach reach = Reach.beyond(client.offsets(), store, filter);
        Backlog backlog = new Backlog(store, client.offsets(), reach.until(), filter);
        String outcome = reach.isCoalesced() ? "conflated" : "exact";
        return new Resumption(outcome, Optional.of(backlog), seen, Optional.of(client));
    }

    boolean isReset() {
        return outcome.equals(RESET);
    }
}
