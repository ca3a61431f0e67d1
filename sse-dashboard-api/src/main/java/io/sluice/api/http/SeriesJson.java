package io.sluice.api.http;

import io.sluice.api.history.RollupPoint;
import io.sluice.api.history.SeriesAnswer;
import io.sluice.api.history.SeriesReader;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.json.JsonParts;
import java.util.Collections;
import java.util.Iterator;

/** A series answer as the contract writes it, a point at a time. */
final class SeriesJson implements JsonParts {
    private final SeriesAnswer answer;
    private final Iterator<SeriesAnswer.Series> series;
    private Iterator<RollupPoint> points = Collections.emptyIterator();
    private boolean isBegun;

    SeriesJson(SeriesAnswer answer) {
        this.answer = answer;
        this.series = answer.series();
    }

    @Override
    public boolean writeNext(JsonBytes json) {
        if (!isBegun) {
            isBegun = true;
            json.beginObject();
            json.name("tier").value(answer.tier().label());
            json.name("series").beginArray();
        } else if (points.hasNext()) {
            writePoint(json);
        } else if (series.hasNext()) {
            begin(series.next(), json);
        } else {
            json.endArray();
            json.name("position").value(answer.position().text());
            json.endObject();
            return false;
        }
        return true;
    }

    private void begin(SeriesAnswer.Series next, JsonBytes json) {
        SeriesReader.SeriesName name = next.name();
        points = next.points().iterator();
        json.beginObject();
        if (name.site() != null) {
            json.name("site").value(name.site());
        }
        if (name.device() != null) {
            json.name("device").value(name.device());
        }
        json.name("metric").value(name.metric());
        json.name("points").beginArray();
    }

    private void writePoint(JsonBytes json) {
        json.beginObject();
        points.next().writeTo(json);
        json.endObject();
        if (!points.hasNext()) {
            json.endArray().endObject();
        }
    }
}
