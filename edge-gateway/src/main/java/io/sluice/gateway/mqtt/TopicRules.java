package io.sluice.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.payload.TopicAddress;
import org.jspecify.annotations.Nullable;

/** Whose a topic is, and which filters may be subscribed to. Immutable. */
final class TopicRules {
    static final int MAX_LENGTH = 1024;
    static final int MAX_LEVELS = 32;

    private static final String TELEMETRY = "telemetry/";
    private static final String COMMANDS = "commands/";
    private static final int COMMAND_LEVELS = 3;

    private final boolean localReadings;
    private final boolean localTopics;

    TopicRules(boolean localReadings, boolean localTopics) {
        this.localReadings = localReadings;
        this.localTopics = localTopics;
    }

    /** Who takes a publish. */
    enum Owner {
        /** The durable gate; whether the rest of the topic is valid is the payload decoder's to say. */
        GATE,
        /** Moquette, without our promise. */
        BROKER,
        /** Nobody: not a topic of this client. */
        FOREIGN,
        /** Nobody: no topic at all, or ids that break the alphabet. */
        INVALID
    }

    Owner ownerOf(String topic) {
        if (topic.startsWith(TELEMETRY) || topic.equals(TopicAddress.THINGSBOARD_TOPIC)) {
            return Owner.GATE;
        }
        if (!isBounded(topic) || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            return Owner.INVALID;
        }
        if (topic.startsWith(COMMANDS)) {
            return isCommand(topic) ? Owner.BROKER : Owner.INVALID;
        }
        return localTopics && !topic.startsWith("$") ? Owner.BROKER : Owner.FOREIGN;
    }

    boolean localReadings() {
        return localReadings;
    }

    /** Null where the filter may go to Moquette, else the MQTT 5 reason it may not. */
    @Nullable
    SubAck refusalOf(String filter) {
        if (filter.startsWith("$share")) {
            return SubAck.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        if (!isBounded(filter) || !isFilter(filter)) {
            return SubAck.TOPIC_FILTER_INVALID;
        }
        return mayRead(firstLevel(filter)) ? null : SubAck.NOT_AUTHORIZED;
    }

    private boolean mayRead(String firstLevel) {
        return switch (firstLevel) {
            case "telemetry" -> localReadings;
            case "commands" -> true;
            default -> localTopics && !firstLevel.startsWith("$");
        };
    }

    private static String firstLevel(String filter) {
        int slash = filter.indexOf('/');
        return slash < 0 ? filter : filter.substring(0, slash);
    }

    private static boolean isCommand(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length >= COMMAND_LEVELS && IdAlphabet.isId(levels[1]) && IdAlphabet.isId(levels[2]);
    }

    /** Moquette walks topics by recursion, a call a level. */
    private static boolean isBounded(String topic) {
        return !topic.isEmpty()
                && topic.length() <= MAX_LENGTH
                && topic.indexOf('\0') < 0
                && topic.chars().filter(c -> c == '/').count() < MAX_LEVELS;
    }

    private static boolean isFilter(String filter) {
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
            if (wild && !level.equals("+") && !(level.equals("#") && i == levels.length - 1)) {
                return false;
            }
        }
        return true;
    }
}
