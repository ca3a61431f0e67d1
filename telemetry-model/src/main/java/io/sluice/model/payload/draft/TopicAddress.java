package io.sluice.model.payload.draft;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a telemetry topic speaks of: {@code telemetry/{site}/{device}}, {@code telemetry/{site}/{device}/{metric}}, or
 * ThingsBoard's {@code v1/devices/me/telemetry}, where the device is the one that has authenticated itself.
 *
 * @param metric null for a topic that carries whole messages
 */
public record TopicAddress(DeviceId device, @Nullable String metric, Dialect dialect) {
    /** The first level of our own telemetry topics. */
    public static final String ROOT = "telemetry";

    public static final String THINGSBOARD_TOPIC = "v1/devices/me/telemetry";

    private static final int MAX_LEVELS = 4;

    /** Whose shapes the messages have. */
    public enum Dialect {
        SLUICE,
        THINGSBOARD,
        SPARKPLUG
    }

    /** @throws RejectionException TOPIC_INVALID, or NOT_AUTHORIZED where the topic needs a device and there is none */
    public static TopicAddress parse(String topic, @Nullable DeviceId authenticated) {
        if (topic.equals(THINGSBOARD_TOPIC)) {
            if (authenticated == null) {
                throw new RejectionException(
                        RejectReason.NOT_AUTHORIZED,
                        "topic " + THINGSBOARD_TOPIC + " must be published by an authenticated device, was not");
            }
            return new TopicAddress(authenticated, null, Dialect.THINGSBOARD);
        }
        String[] levels = topic.split("/", MAX_LEVELS + 1);
        if (levels.length < 3 || levels.length > MAX_LEVELS || !levels[0].equals(ROOT)) {
            throw invalid("topic must be telemetry/{site}/{device} or telemetry/{site}/{device}/{metric}", topic);
        }
        checkId("site", levels[1]);
        checkId("device", levels[2]);
        DeviceId device = DeviceId.of(levels[1], levels[2]);
        if (levels.length == 3) {
            return new TopicAddress(device, null, Dialect.SLUICE);
        }
        if (!MetricName.isValid(levels[3])) {
            throw invalid(MetricName.RULE, levels[3]);
        }
        return new TopicAddress(device, levels[3], Dialect.SLUICE);
    }

    /** The device a topic names, even where the rest of it is wrong. */
    public static Optional<DeviceId> deviceIn(String topic, @Nullable DeviceId authenticated) {
        if (topic.equals(THINGSBOARD_TOPIC)) {
            return Optional.ofNullable(authenticated);
        }
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
