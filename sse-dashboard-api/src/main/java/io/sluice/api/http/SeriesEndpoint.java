package io.sluice.api.http;

import io.sluice.api.history.SeriesQuery;
import io.sluice.api.history.SeriesReader;
import io.sluice.api.query.Parameters;
import java.time.Clock;

/** {@code GET /api/v1/series}: history. */
final class SeriesEndpoint implements Endpoint {
    private static final int MAX_MAX_POINTS = 1_000_000;

    private final SeriesReader reader;
    private final Clock clock;
    private final LongAnswers answers;

    SeriesEndpoint(SeriesReader reader, Clock clock, LongAnswers answers) {
        this.reader = reader;
        this.clock = clock;
        this.answers = answers;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters =
                Parameters.parse(exchange.query(), "site", "device", "metric", "tier", "from", "to", "maxPoints", "by");
        SeriesQuery query = query(parameters, clock.millis());
        answers.begin(exchange, new SeriesJson(reader.answer(query)));
    }

    static SeriesQuery query(Parameters parameters, long nowMillis) {
        return new SeriesQuery(
                parameters.filter(),
                parameters.by(),
                parameters.tier(),
                parameters.time("from", nowMillis),
                parameters.time("to", nowMillis).orElse(nowMillis),
                parameters.integer("maxPoints", 1, MAX_MAX_POINTS),
                nowMillis);
    }
}
