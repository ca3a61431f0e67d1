package io.sluice.launcher.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupStats;
import java.io.IOException;
import java.util.HexFormat;

/** One {@link Rollup} as fields of a JSON object, named as in the HTTP API. */
final class RollupLine {
    private RollupLine() {}

    static void write(Rollup rollup, JsonGenerator json) throws IOException {
        RollupStats stats = rollup.stats();
        json.writeStringField("site", rollup.series().device().site());
        json.writeStringField("device", rollup.series().device().device());
        json.writeStringField("metric", rollup.series().metric());
        json.writeStringField("tier", rollup.tier().label());
        json.writeNumberField("start", rollup.startMillis());
        json.writeNumberField("end", rollup.endMillis());
        json.writeNumberField("count", stats.count());
        json.writeNumberField("sum", stats.sum());
        json.writeNumberField("min", stats.min());
        json.writeNumberField("max", stats.max());
        json.writeNumberField("mean", stats.mean());
        json.writeNumberField("stddev", stats.stddev());
        json.writeNumberField("p50", stats.quantile(0.5));
        json.writeNumberField("p95", stats.quantile(0.95));
        json.writeNumberField("p99", stats.quantile(0.99));
        json.writeNumberField("revision", rollup.revision());
        json.writeStringField("identities", HexFormat.of().toHexDigits(stats.identities()));
    }
}
