package io.sluice.api.http;

import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.api.ledger.LedgerJson;
import io.sluice.api.query.Parameters;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

/** {@code GET /api/v1/ledger}. */
final class LedgerEndpoint implements Endpoint {
    private final LedgerBook ledger;
    private final Clock clock;
    private final Executor writers;

    LedgerEndpoint(LedgerBook ledger, Clock clock, Executor writers) {
        this.ledger = ledger;
        this.clock = clock;
        this.writers = writers;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters = Parameters.parse(exchange.query(), "site", "device", "by");
        SeriesFilter filter = parameters.filter();
        long now = clock.millis();
        switch (parameters.oneOf("by", "fleet", List.of("device", "site", "fleet"))) {
            case "device" ->
                exchange.jsonInParts(
                        writers,
                        (json, drain) -> LedgerJson.writeByDevice(
                                json, ledger.totals(filter, now), ledger.rows(filter, now), drain));
            case "site" ->
                exchange.jsonInParts(
                        writers,
                        (json, drain) -> LedgerJson.writeBySite(
                                json, ledger.totals(filter, now), ledger.sites(filter, now), drain));
            default -> {
                JsonBytes json = new JsonBytes();
                LedgerJson.write(json, ledger.totals(filter, now));
                exchange.json(json);
            }
        }
    }
}
