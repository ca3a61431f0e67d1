package io.sluice.api.http;

import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.SeriesAnswer;
import io.sluice.api.history.SeriesQuery;
import io.sluice.api.history.SeriesReader;
import io.sluice.api.json.Drain;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.query.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

/** {@code GET /api/v1/series}: history. */
final class SeriesEndpoint implements Endpoint {
    private static final int MAX_MAX_POINTS = 1_000_000;

    private final SeriesReader reader;
    private final Clock clock;
    private final Executor writers;

    /** @param writers threads that may wait for those who read: answers have any length */
    SeriesEndpoint(SeriesReader reader, Clock clock, Executor writers) {
        this.reader = reader;
        this.clock = clock;
        this.writers = writers;
    }

    @Override
    public void answer(Exchange exchange) {
        Parameters parameters =
                Parameters.parse(exchange.query(), "site", "device", "metric", "tier", "from", "to", "maxPoints", "by");
        SeriesQuery query = query(parameters, clock.millis());
        exchange.jsonInParts(writers, (json, drain) -> write(reader.answer(query), json, drain));
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

    private static void write(SeriesAnswer answer, JsonBytes json, Drain drain) throws IOException {
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
            JsonBytes json, Drain drain, SeriesReader.SeriesName name, List<RollupPoint> points) {
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

    private static void drainNow(Drain drain) {
        try {
            drain.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
