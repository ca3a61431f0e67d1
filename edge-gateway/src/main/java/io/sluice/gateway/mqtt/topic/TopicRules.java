package io.sluice.gateway.mqtt.topic;

import io.sluice.gateway.access.Speaker;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a topic is, and which filters may be subscribed to. Immutable. */
public final class TopicRules {
    public static final int MAX_LENGTH = 1024;
    static final int MAX_LEVELS = 32;

    private static final String TELEMETRY = "telemetry/";
    private static final String COMMANDS = "commands/";
    /** Of hosts, not of nodes; no telemetry. */
    private static final String SPARKPLUG_STATE = SparkplugTopic.ROOT + "/STATE/";

    private static final int COMMAND_LEVELS = 3;

    private final boolean localReadings;
    private final boolean localTopics;

    public TopicRules(boolean localReadings, boolean localTopics) {
        this.localReadings = localReadings;
        this.localTopics = localTopics;
    }

    /** Who takes a publish. */
    public enum Owner {
        /** The durable gate; whether the rest of the topic is valid is the payload decoder's to say. */
        GATE,
        /** Moquette, without our promise. */
        BROKER,
        /** Nobody: not a topic of this client. */
        FOREIGN,
        /** Nobody: no topic at all, or ids that break the alphabet. */
        INVALID
    }

    /** @param speaker whose publish it is, null where anyone may speak for any device */
    public Owner ownerOf(String topic, @Nullable Speaker speaker) {
        if (topic.length() > MAX_LENGTH) {
            return Owner.INVALID; // of no device: ids and names of metrics are shorter
        }
        if (topic.equals(TopicAddress.THINGSBOARD_TOPIC)) {
            // It names no device, so somebody must have proven to be one.
            return speaker == null || speaker.onlyDevice().isEmpty() ? Owner.FOREIGN : Owner.GATE;
        }
        if (topic.startsWith(TELEMETRY)) {
            return isForeign(topic, speaker) ? Owner.FOREIGN : Owner.GATE;
        }
        if (SparkplugTopic.isOne(topic) && !topic.startsWith(SPARKPLUG_STATE)) {
            return SparkplugRules.ownerOf(topic, speaker);
        }
        if (!isBounded(topic) || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            return Owner.INVALID;
        }
        if (topic.startsWith(COMMANDS)) {
            if (!isCommand(topic)) {
                return Owner.INVALID;
            }
            return isForeign(topic, speaker) ? Owner.FOREIGN : Owner.BROKER;
        }
        return localTopics && !topic.startsWith("$") ? Owner.BROKER : Owner.FOREIGN;
    }

    /** As much of a topic as is kept of any: all of it, but where none is so long. */
    public static String beginningOf(String topic) {
        if (topic.length() <= MAX_LENGTH) {
            return topic;
        }
        int end = Character.isHighSurrogate(topic.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return topic.substring(0, end);
    }

    /** Of a device that the speaker does not speak for. What names no device at all is for the decoder to refuse. */
    private static boolean isForeign(String topic, @Nullable Speaker speaker) {
        if (speaker == null) {
            return false;
        }
        int site = topic.indexOf('/') + 1;
        int device = topic.indexOf('/', site) + 1;
        if (device == 0) {
            return false;
        }
        int end = topic.indexOf('/', device);
        String siteId = topic.substring(site, device - 1);
        String deviceId = end < 0 ? topic.substring(device) : topic.substring(device, end);
        return IdAlphabet.isId(siteId) && IdAlphabet.isId(deviceId) && !speaker.speaksFor(siteId, deviceId);
    }

    /** Whose telemetry a topic of the gate is; empty where it names no possible device. */
    public static Optional<DeviceId> deviceIn(String topic, @Nullable DeviceId authenticated) {
        if (topic.equals(TopicAddress.THINGSBOARD_TOPIC)) {
            return Optional.ofNullable(authenticated);
        }
        if (SparkplugTopic.isOne(topic)) {
            return Optional.empty(); // its payload tells who has died
        }
        String[] levels = topic.split("/", 4);
        return levels.length >= 3 ? DeviceId.tryOf(levels[1], levels[2]) : Optional.empty();
    }

    /** To whom a command is, a Sparkplug node also for the devices behind it; empty for topics of no device. */
    public static Optional<DeviceId> commandedIn(String topic) {
        if (SparkplugTopic.isOne(topic)) {
            return SparkplugTopic.find(topic).map(SparkplugTopic::node);
        }
        return topic.startsWith(COMMANDS) ? deviceIn(topic, null) : Optional.empty();
    }

    /** Where local subscribers look for readings, whatever topic they came by. */
    public static String localTopic(String topic, List<DeviceMessage> messages) {
        return topic.equals(TopicAddress.THINGSBOARD_TOPIC)
                ? TELEMETRY + messages.get(0).device()
                : topic;
    }

    public boolean localReadings() {
        return localReadings;
    }

    /**
     * Null where the filter may go to Moquette, else why it may not.
     *
     * @param speaker who asks, null where anyone may see what is for any device
     */
    @Nullable
    public FilterRefusal refusalOf(String filter, @Nullable Speaker speaker) {
        if (filter.startsWith("$share")) {
            return FilterRefusal.SHARED;
        }
        if (!isBounded(filter) || !isFilter(filter)) {
            return FilterRefusal.MALFORMED;
        }
        String[] levels = filter.split("/", -1);
        if (!mayRead(levels)) {
            return whyUnread(levels[0]);
        }
        return speaker == null || isCovered(levels, speaker) ? null : FilterRefusal.FOREIGN;
    }

    private FilterRefusal whyUnread(String firstLevel) {
        if (firstLevel.equals("telemetry") || firstLevel.equals(SparkplugTopic.ROOT)) {
            return FilterRefusal.READINGS_KEPT;
        }
        return localTopics ? FilterRefusal.HIDDEN : FilterRefusal.TOPICS_KEPT;
    }

    /** Whether the speaker speaks for every device whose readings or commands the filter lets through. */
    private static boolean isCovered(String[] levels, Speaker speaker) {
        return switch (levels[0]) {
            case "telemetry", "commands" -> speaker.speaksForAll(levelOr(levels, 1), levelOr(levels, 2));
            case SparkplugTopic.ROOT -> SparkplugRules.isCovered(levels, speaker);
            case "+", "#" ->
                speaker.speaksForAll(levelOr(levels, 1), levelOr(levels, 2))
                        && SparkplugRules.isCovered(levels, speaker);
            default -> true;
        };
    }

    /** What a # stands for, and what a filter without the level asks for at most, is all. */
    static String levelOr(String[] levels, int index) {
        return index >= levels.length || levels[index].equals("#") ? "+" : levels[index];
    }

    private boolean mayRead(String[] levels) {
        return switch (levels[0]) {
            case "telemetry" -> localReadings;
            case "commands" -> true;
            case SparkplugTopic.ROOT -> localReadings || SparkplugRules.isOfCommands(levels);
            default -> localTopics && !levels[0].startsWith("$");
        };
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
