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
    private final LongAnswers answers;

    LedgerEndpoint(LedgerBook ledger, Clock clock, LongAnswers answers) {
        this.ledger = ledger;
        this.clock = clock;
        this.answers = answers;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters = Parameters.parse(exchange.query(), "site", "device", "by");
        SeriesFilter filter = parameters.filter();
        long now = clock.millis();
        switch (parameters.oneOf("by", "fleet", List.of("device", "site", "fleet"))) {
            case "device" ->
                answers.begin(exchange, LedgerJson.byDevice(ledger.totals(filter, now), ledger.rows(filter, now)));
            case "site" ->
                answers.begin(exchange, LedgerJson.bySite(ledger.totals(filter, now), ledger.sites(filter, now)));
            default -> {
                JsonBytes json = new JsonBytes();
                LedgerJson.write(json, ledger.totals(filter, now));
                exchange.json(json);
            }
        }
    }
}
