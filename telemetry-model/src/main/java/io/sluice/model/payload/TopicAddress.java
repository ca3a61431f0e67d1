package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdAlphabet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a telemetry topic speaks of: {@code telemetry/{site}/{device}} or {@code telemetry/{site}/{device}/{metric}}.
 *
 * @param metric null for a topic that carries whole messages
 */
public record TopicAddress(DeviceId device, @Nullable String metric) {
    /** The first level of every telemetry topic. */
    public static final String ROOT = "telemetry";

    /** @throws RejectionException TOPIC_INVALID */
    static TopicAddress parse(String topic) {
        String[] levels = topic.split("/", -1);
        if (levels.length < 3 || levels.length > 4 || !levels[0].equals(ROOT)) {
            throw invalid("topic must be telemetry/{site}/{device} or telemetry/{site}/{device}/{metric}", topic);
        }
        checkId("site", levels[1]);
        checkId("device", levels[2]);
        if (levels.length == 3) {
            return new TopicAddress(DeviceId.of(levels[1], levels[2]), null);
        }
        if (!MetricName.isValid(levels[3])) {
            throw invalid("metric must be 1 to 128 printable characters without # and +", levels[3]);
        }
        return new TopicAddress(DeviceId.of(levels[1], levels[2]), levels[3]);
    }

    /** The device a topic names, even where the rest of it is wrong. */
    static Optional<DeviceId> deviceIn(String topic) {
        String[] levels = topic.split("/", 4);
        return levels.length >= 3 && levels[0].equals(ROOT) ? DeviceId.tryOf(levels[1], levels[2]) : Optional.empty();
    }

    private static void checkId(String thing, String id) {
        if (!IdAlphabet.isId(id)) {
            throw invalid(thing + " must be 1 to 64 characters of [A-Za-z0-9_.:-]", id);
        }
    }

    private static RejectionException invalid(String rule, String value) {
        return new RejectionException(RejectReason.TOPIC_INVALID, rule + ", was " + Shown.text(value));
    }
}
