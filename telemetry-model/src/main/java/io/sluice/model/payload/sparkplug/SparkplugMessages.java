package io.sluice.model.payload.sparkplug;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.DraftsByTime;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.draft.NameBudget;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import io.sluice.model.payload.sparkplug.SparkplugNames.Declared;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sparkplug B: births declare names and aliases and are readings as well, data speaks in them. What a birth declares
 * holds even where its values are refused; else each message after it would be refused, too. Thread-safe; messages of
 * one node must come in order.
 */
public final class SparkplugMessages {
    private final SparkplugBirths births = new SparkplugBirths(SparkplugBirths.MAX_BYTES);

    /**
     * @param topic of a death
     * @return whom it speaks of, and behind a node the devices of it that were born, in the order of their births
     * @throws RejectionException STALE_DEATH, or where the bytes break the format
     */
    public List<DeviceId> died(SparkplugTopic topic, byte[] bytes) {
        Long session = SparkplugPayload.read(bytes).session();
        List<DeviceId> died = births.died(topic, session);
        if (died.isEmpty()) {
            throw new RejectionException(
                    RejectReason.STALE_DEATH,
                    "Sparkplug death must have the bdSeq of its node's last birth, was of " + session);
        }
        return died;
    }

    /** @throws RejectionException with the first fault, or BIRTH_MISSING */
    public List<Draft> read(SparkplugTopic topic, byte[] bytes, ReadScope scope) {
        SparkplugPayload payload = SparkplugPayload.read(bytes);
        if (topic.type().isBirth()) {
            SparkplugNames names = SparkplugNames.of(payload);
            births.born(topic, names, payload.session());
            return new Reading(payload, names, true, scope).drafts();
        }
        if (topic.type().isCommand()) {
            throw new RejectionException(
                    RejectReason.TOPIC_INVALID, "Sparkplug telemetry must be a birth or data, was " + topic.type());
        }
        return new Reading(payload, births.find(topic), false, scope).drafts();
    }

    /** One payload being read. */
    private record Reading(
            SparkplugPayload payload, @Nullable SparkplugNames names, boolean isBirth, ReadScope scope) {

        List<Draft> drafts() {
            NameBudget budget = new NameBudget(scope.limits());
            DraftsByTime drafts = new DraftsByTime(scope);
            for (SparkplugMetric metric : payload.metrics()) {
                Declared declared = declared(metric);
                budget.take(declared.name().length());
                if (isReading(metric, declared)) {
                    add(metric, declared, draftOf(metric, drafts));
                }
            }
            return drafts.all();
        }

        /** The metric's own name and type where it has them, else those of the birth. */
        private Declared declared(SparkplugMetric metric) {
            Declared known = names == null ? null : names.find(metric);
            String name = metric.name == null && known != null ? known.name() : metric.name;
            int datatype = metric.datatype == 0 && known != null ? known.datatype() : metric.datatype;
            if (name == null || (known == null && isAmbiguous(metric, datatype))) {
                throw new RejectionException(
                        RejectReason.BIRTH_MISSING,
                        "Sparkplug metric must be declared by a birth, " + metric.shown() + " was not");
            }
            return new Declared(name, datatype);
        }

        /** Whether it takes a birth to tell what an integer means. A birth that does not tell makes it unsigned. */
        private static boolean isAmbiguous(SparkplugMetric metric, int datatype) {
            return switch (metric.value) {
                case INT -> SparkplugType.isAmbiguous(datatype, metric.bits, false);
                case LONG -> SparkplugType.isAmbiguous(datatype, metric.bits, true);
                default -> false;
            };
        }

        /** A birth declares also what is no reading: controls, and values that are no scalars. */
        private boolean isReading(SparkplugMetric metric, Declared declared) {
            if (metric.value == SparkplugMetric.Value.NONE) {
                return false;
            }
            return !isBirth
                    || !(metric.value == SparkplugMetric.Value.OTHER
                            || declared.name().startsWith("Node Control/")
                            || declared.name().startsWith("Device Control/"));
        }

        private Draft draftOf(SparkplugMetric metric, DraftsByTime drafts) {
            Long ts = metric.tsMillis == null ? payload.tsMillis() : metric.tsMillis;
            return ts == null ? drafts.now() : drafts.at(ts, Long.toUnsignedString(ts));
        }

        private static void add(SparkplugMetric metric, Declared declared, Draft draft) {
            String name = MetricName.checked(declared.name());
            switch (metric.value) {
                case INT, LONG -> draft.number(name, SparkplugType.number(declared.datatype(), metric.bits, name));
                case NUMBER -> draft.number(name, metric.number);
                case BOOLEAN -> draft.flag(name, metric.bits != 0);
                case TEXT -> draft.text(name, metric.text);
                case OTHER ->
                    throw new RejectionException(
                            RejectReason.INVALID_VALUE,
                            "value of " + Shown.text(name) + " must be a number, boolean or text, was none of them");
                case NONE -> {}
            }
        }
    }
}
