package io.sluice.api.history;

import io.sluice.api.json.JsonBytes;

/**
 * One window of one series, as it is shown. {@code start} is inclusive, {@code end} exclusive, milliseconds since 1970.
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
        long identities) {

    /** The fields of this point, into an object that is open. */
    public void writeTo(JsonBytes json) {
        json.name("start").value(start);
        json.name("end").value(end);
        json.name("count").value(count);
        json.name("sum").value(sum);
        json.name("min").value(min);
        json.name("max").value(max);
        json.name("mean").value(mean);
        json.name("stddev").value(stddev);
        json.name("p50").value(p50);
        json.name("p95").value(p95);
        json.name("p99").value(p99);
        json.name("first").value(first);
        json.name("last").value(last);
        json.name("revision").value(revision);
        json.name("identities").hex(identities);
    }
}
