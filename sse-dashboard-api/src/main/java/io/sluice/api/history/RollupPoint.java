package io.sluice.api.history;

import io.sluice.api.json.JsonBytes;
import java.util.List;

/**
 * One window of one series, as it is shown. {@code start} is inclusive, {@code end} exclusive, milliseconds since 1970.
 *
 * @param lastMillis the ts of {@code last}, the newest reading; tells how fresh a frame is, and is not shown
 */
public record RollupPoint(
        long start,
        long end,
        long count,
        double sum,
        double min,
        double max,
        double mean,
        double stddev,
        double p50,
        double p95,
        double p99,
        double first,
        double last,
        long revision,
        long identities,
        long lastMillis) {

    private static final List<RollupField> FIELDS = List.of(RollupField.values());

    /** The fields of this point, into an object that is open. */
    public void writeTo(JsonBytes json) {
        for (RollupField field : FIELDS) {
            json.name(field.label());
            field.writeTo(json, this);
        }
    }
}
