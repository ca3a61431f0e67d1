package io.sluice.model.batch;

import io.sluice.model.batch.proto.TelemetryBatchRecord;
import java.util.HashMap;
import java.util.Map;

/** The batch's dictionary while it is written. */
final class Names {
    private final Map<String, Integer> indices = new HashMap<>();
    private final TelemetryBatchRecord.Builder record;

    Names(TelemetryBatchRecord.Builder record) {
        this.record = record;
    }

    int indexOf(String name) {
        Integer known = indices.putIfAbsent(name, indices.size());
        if (known != null) {
            return known;
        }
        record.addNames(name);
        return indices.size() - 1;
    }
}
