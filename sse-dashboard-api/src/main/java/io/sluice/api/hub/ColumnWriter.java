package io.sluice.api.hub;

import io.sluice.api.history.RollupField;
import io.sluice.api.history.RollupPoint;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code {"tier":"1s","width":1000,"series":[[site,device,metric],…],"columns":{"series":[0,…],"start":[…],…}}}: point
 * i is what stands at i in every column, of the series that the column {@code series} numbers. Its end is its start and
 * the width.
 */
final class ColumnWriter implements RollupWriter {
    private static final Set<RollupField> FIELDS = EnumSet.complementOf(EnumSet.of(RollupField.END));

    private final JsonBytes json;
    private final Tier tier;
    private final Map<SeriesKey, Integer> numbers = new LinkedHashMap<>();
    private final List<Integer> seriesOfPoints = new ArrayList<>();
    private final List<RollupPoint> points = new ArrayList<>();

    ColumnWriter(JsonBytes json, Tier tier) {
        this.json = json;
        this.tier = tier;
    }

    @Override
    public void write(SeriesKey series, RollupPoint point) {
        Integer known = numbers.putIfAbsent(series, numbers.size());
        seriesOfPoints.add(known == null ? numbers.size() - 1 : known);
        points.add(point);
    }

    @Override
    public void end() {
        json.beginObject();
        json.name("tier").value(tier.label());
        json.name("width").value(tier.widthMillis());
        json.name("series").beginArray();
        numbers.keySet().forEach(this::writeSeries);
        json.endArray();
        json.name("columns").beginObject();
        json.name("series").beginArray();
        seriesOfPoints.forEach(json::value);
        json.endArray();
        FIELDS.forEach(this::writeColumn);
        json.endObject().endObject();
    }

    private void writeSeries(SeriesKey series) {
        json.beginArray();
        json.value(series.device().site());
        json.value(series.device().device());
        json.value(series.metric());
        json.endArray();
    }

    private void writeColumn(RollupField field) {
        json.name(field.label()).beginArray();
        for (RollupPoint point : points) {
            field.writeTo(json, point);
        }
        json.endArray();
    }
}
