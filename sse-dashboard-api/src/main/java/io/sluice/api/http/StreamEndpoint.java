package io.sluice.api.http;

import io.sluice.api.hub.RollupForm;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.hub.StreamRequest;
import io.sluice.api.query.Parameters;
import io.sluice.model.rollup.Tier;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/v1/stream}: Server-Sent Events. */
final class StreamEndpoint implements Endpoint {
    /** Few: each makes a group of its own. */
    private static final List<Integer> FRAME_MILLIS = List.of(100, 250, 500, 1_000);

    private static final int USUAL_FRAME_MILLIS = 250;

    private final StreamHub hub;

    StreamEndpoint(StreamHub hub) {
        this.hub = hub;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters = Parameters.parse(
                exchange.query(), "site", "device", "metric", "tier", "frame", "columns", "lastEventId");
        StreamRequest request = new StreamRequest(
                parameters.tier().orElse(Tier.S1),
                parameters.filter(),
                parameters.oneOf("frame", USUAL_FRAME_MILLIS, FRAME_MILLIS),
                parameters.oneOf("columns", 0, List.of(0, 1)) == 1 ? RollupForm.COLUMNS : RollupForm.POINTS,
                lastEventId(exchange, parameters));
        exchange.set("Content-Type", "text/event-stream");
        exchange.set("Cache-Control", "no-store, no-transform");
        exchange.set("X-Accel-Buffering", "no");
        exchange.set("X-Content-Type-Options", "nosniff");
        if (exchange.request().getMethod().equals("HEAD")) {
            exchange.callback().succeeded();
            return;
        }
        hub.join(request, new StreamOutlet(exchange));
    }

    /** The header is the newer one: a browser that reconnects sends it and repeats the URL as it was. */
    private static Optional<String> lastEventId(Exchange exchange, Parameters parameters) {
        Optional<String> byUrl = parameters.single("lastEventId");
        return exchange.header("Last-Event-ID").filter(id -> !id.isEmpty()).or(() -> byUrl);
    }
}
