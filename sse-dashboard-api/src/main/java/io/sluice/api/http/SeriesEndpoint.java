package io.sluice.api.http;

import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.SeriesAnswer;
import io.sluice.api.history.SeriesQuery;
import io.sluice.api.history.SeriesReader;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.query.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/** {@code GET /api/v1/series}: history. */
final class SeriesEndpoint implements Endpoint {
    private static final int MAX_MAX_POINTS = 1_000_000;

    private final SeriesReader reader;
    private final Clock clock;

    SeriesEndpoint(SeriesReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        Parameters parameters =
                Parameters.parse(exchange.query(), "site", "device", "metric", "tier", "from", "to", "maxPoints", "by");
        SeriesAnswer answer = reader.answer(query(parameters, clock.millis()));
        exchange.jsonInParts((json, drain) -> write(answer, json, drain));
    }

    static SeriesQuery query(Parameters parameters, long nowMillis) {
        return new SeriesQuery(
                parameters.filter(),
                parameters.by(),
                parameters.tier(),
                parameters.time("from", nowMillis),
                parameters.time("to", nowMillis).orElse(nowMillis),
                parameters.integer("maxPoints", 1, MAX_MAX_POINTS));
    }

    private static void write(SeriesAnswer answer, JsonBytes json, Exchange.Drain drain) throws IOException {
        json.beginObject();
        json.name("tier").value(answer.tier().label());
        json.name("series").beginArray();
        try {
            answer.series().accept((name, points) -> writeSeries(json, drain, name, points));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        json.endArray();
        json.name("position").value(answer.position().text());
        json.endObject();
    }

    private static void writeSeries(
            JsonBytes json, Exchange.Drain drain, SeriesReader.SeriesName name, List<RollupPoint> points) {
        json.beginObject();
        if (name.site() != null) {
            json.name("site").value(name.site());
        }
        if (name.device() != null) {
            json.name("device").value(name.device());
        }
        json.name("metric").value(name.metric());
        json.name("points").beginArray();
        for (RollupPoint point : points) {
            json.beginObject();
            point.writeTo(json);
            json.endObject();
            drainNow(drain);
        }
        json.endArray().endObject();
    }

    private static void drainNow(Exchange.Drain drain) {
        try {
            drain.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
