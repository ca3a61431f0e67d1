package io.sluice.api.hub;

import io.sluice.api.history.RollupPoint;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;

/** {@code [{"site":…,"device":…,"metric":…,"tier":…,"start":…,…},…]}. */
final class PointWriter implements RollupWriter {
    private final JsonBytes json;
    private final Tier tier;

    PointWriter(JsonBytes json, Tier tier) {
        this.json = json.beginArray();
        this.tier = tier;
    }

    @Override
    public void write(SeriesKey series, RollupPoint point) {
        json.beginObject();
        json.name("site").value(series.device().site());
        json.name("device").value(series.device().device());
        json.name("metric").value(series.metric());
        json.name("tier").value(tier.label());
        point.writeTo(json);
        json.endObject();
    }

    @Override
    public void end() {
        json.endArray();
    }
}
