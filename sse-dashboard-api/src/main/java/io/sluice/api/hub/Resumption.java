package io.sluice.api.hub;

import io.sluice.api.history.Changes;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import io.sluice.api.history.TierStore;
import java.util.List;
import java.util.Optional;

/**
 * How a stream begins.
 *
 * @param outcome {@code exact}: every rollup since the client's id follows. {@code conflated}: every window that
 *     changed since follows, some of them changed more than once and come in their latest revision only. {@code reset}:
 *     what the client has cannot be continued, a snapshot follows.
 * @param windows what follows, in order of the series
 * @param seen from where the shared frames go on
 * @param floor ids may not go below it
 */
record Resumption(
        String outcome, List<Changes.ChangedWindow> windows, TierCursor seen, Optional<StreamPosition> floor) {
    private static final String RESET = "reset";

    static Resumption of(TierStore store, StreamRequest request) {
        Optional<StreamPosition> client =
                request.lastEventId().flatMap(StreamPosition::parse).filter(store::canResume);
        return client.map(position -> continued(store, request, position))
                .orElseGet(() -> new Resumption(RESET, List.of(), store.cursor(), Optional.empty()));
    }

    private static Resumption continued(TierStore store, StreamRequest request, StreamPosition client) {
        Changes changes = store.changesBeyond(client.offsets(), request.filter()::matches);
        String outcome = changes.isCoalesced() ? "conflated" : "exact";
        return new Resumption(outcome, changes.windows(), changes.next(), Optional.of(client));
    }

    boolean isReset() {
        return outcome.equals(RESET);
    }
}
