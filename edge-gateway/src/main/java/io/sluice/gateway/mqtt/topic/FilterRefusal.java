package io.sluice.gateway.mqtt.topic;

import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;

/** Why a filter may not be subscribed to: the code, and what an MQTT 5 client is told beside it. */
public enum FilterRefusal {
    SHARED(SubAck.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED, "shared subscriptions are not offered"),
    MALFORMED(
            SubAck.TOPIC_FILTER_INVALID,
            "a filter must have 1 to " + TopicRules.MAX_LENGTH + " characters and at most " + TopicRules.MAX_LEVELS
                    + " levels, + and # alone in theirs, # in the last"),
    READINGS_KEPT(SubAck.NOT_AUTHORIZED, "readings are not for subscribers, mqtt.local-readings is off"),
    TOPICS_KEPT(SubAck.NOT_AUTHORIZED, "only commands and readings are for subscribers, mqtt.local-topics is off"),
    HIDDEN(SubAck.NOT_AUTHORIZED, "topics that begin with $ are not for subscribers"),
    FOREIGN(SubAck.NOT_AUTHORIZED, "the filter lets through what is not for this client"),
    TOO_MANY(
            SubAck.QUOTA_EXCEEDED,
            "a session may hold " + HeldFilters.MAXIMUM
                    + " subscriptions, and all together those that there is room for"),
    TOO_MUCH_OWED(SubAck.QUOTA_EXCEEDED, "what was sent for other subscriptions must be answered first"),
    NO_LOCAL(SubAck.IMPLEMENTATION_SPECIFIC_ERROR, "no local is not offered");

    private final SubAck code;
    private final String why;

    FilterRefusal(SubAck code, String why) {
        this.code = code;
        this.why = why;
    }

    public SubAck code() {
        return code;
    }

    /** What there cannot be need not be ended. */
    public UnsubAck unsubscribeCode() {
        return this == MALFORMED ? UnsubAck.TOPIC_FILTER_INVALID : UnsubAck.NO_SUBSCRIPTION_EXISTED;
    }

    public String why() {
        return why;
    }
}
