package io.sluice.api.http;

import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.api.ledger.LedgerJson;
import io.sluice.api.query.Parameters;
import java.time.Clock;
import java.util.List;

/** {@code GET /api/v1/ledger}. */
final class LedgerEndpoint implements Endpoint {
    private final LedgerBook ledger;
    private final Clock clock;

    LedgerEndpoint(LedgerBook ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters = Parameters.parse(exchange.query(), "site", "device", "by");
        SeriesFilter filter = parameters.filter();
        boolean byDevice =
                parameters.oneOf("by", "fleet", List.of("device", "fleet")).equals("device");
        long now = clock.millis();
        JsonBytes json = new JsonBytes();
        if (byDevice) {
            LedgerJson.write(json, ledger.totals(filter, now), ledger.rows(filter, now));
        } else {
            LedgerJson.write(json, ledger.totals(filter, now));
        }
        exchange.json(json);
    }
}
