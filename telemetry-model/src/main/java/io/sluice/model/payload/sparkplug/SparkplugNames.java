package io.sluice.model.payload.sparkplug;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one birth agreed on: which names its metrics have, which alias stands for which, and how integers are meant. */
final class SparkplugNames {
    /** About what an entry of both tables takes beside the name. */
    private static final int ENTRY_BYTES = 200;

    private final Map<Long, Declared> byAlias = new HashMap<>();
    private final Map<String, Declared> byName = new HashMap<>();
    private long bytes = ENTRY_BYTES;

    /** @param datatype Sparkplug's number, 0 where none was sent */
    record Declared(String name, int datatype) {}

    /** @throws RejectionException where an alias or a name stands for two */
    static SparkplugNames of(SparkplugPayload birth) {
        SparkplugNames names = new SparkplugNames();
        for (SparkplugMetric metric : birth.metrics()) {
            names.declare(metric);
        }
        return names;
    }

    private void declare(SparkplugMetric metric) {
        String name = metric.name;
        if (name == null) {
            throw new RejectionException(
                    RejectReason.INVALID_METRIC,
                    "Sparkplug metric of a birth must have a name, had none, " + metric.shown());
        }
        Declared declared = new Declared(name, metric.datatype);
        boolean isNew = byName.put(name, declared) == null;
        if (isNew) {
            bytes += ENTRY_BYTES + name.length();
        }
        Long alias = metric.alias;
        if (alias != null) {
            Declared other = byAlias.put(alias, declared);
            if (!isNew && other == null) {
                bytes += ENTRY_BYTES;
            }
            if (other != null && !other.name().equals(name)) {
                throw new RejectionException(
                        RejectReason.INVALID_METRIC,
                        "Sparkplug alias must stand for one metric, " + Long.toUnsignedString(alias) + " stood for "
                                + Shown.text(other.name()) + " and " + Shown.text(name));
            }
        }
    }

    /** Null where the birth did not declare it. */
    @Nullable
    Declared find(SparkplugMetric metric) {
        Long alias = metric.alias;
        return metric.name != null ? byName.get(metric.name) : alias == null ? null : byAlias.get(alias);
    }

    /** About what they take in memory. */
    long bytes() {
        return bytes;
    }
}
