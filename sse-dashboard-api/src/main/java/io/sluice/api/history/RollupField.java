package io.sluice.api.history;

import io.sluice.api.json.JsonBytes;
import java.util.function.BiConsumer;

/** What a point says, in the order and under the names it is shown by; the one place that writes its numbers. */
public enum RollupField {
    START("start", (json, point) -> json.value(point.start())),
    END("end", (json, point) -> json.value(point.end())),
    COUNT("count", (json, point) -> json.value(point.count())),
    SUM("sum", (json, point) -> json.value(point.sum())),
    MIN("min", (json, point) -> json.value(point.min())),
    MAX("max", (json, point) -> json.value(point.max())),
    MEAN("mean", (json, point) -> json.value(point.mean())),
    STDDEV("stddev", (json, point) -> json.value(point.stddev())),
    P50("p50", (json, point) -> json.value(point.p50())),
    P95("p95", (json, point) -> json.value(point.p95())),
    P99("p99", (json, point) -> json.value(point.p99())),
    FIRST("first", (json, point) -> json.value(point.first())),
    LAST("last", (json, point) -> json.value(point.last())),
    REVISION("revision", (json, point) -> json.value(point.revision())),
    IDENTITIES("identities", (json, point) -> json.hex(point.identities()));

    private final String label;
    private final BiConsumer<JsonBytes, RollupPoint> writer;

    RollupField(String label, BiConsumer<JsonBytes, RollupPoint> writer) {
        this.label = label;
        this.writer = writer;
    }

    public String label() {
        return label;
    }

    public void writeTo(JsonBytes json, RollupPoint point) {
        writer.accept(json, point);
    }
}
