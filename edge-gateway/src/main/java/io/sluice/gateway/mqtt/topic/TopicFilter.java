package io.sluice.gateway.mqtt.topic;

/** A filter that {@link TopicRules} lets through. Immutable. */
public final class TopicFilter {
    private final String[] levels;

    public TopicFilter(String filter) {
        this.levels = filter.split("/", -1);
    }

    /** @param topic that does not begin with $, as none of ours does */
    public boolean matches(String topic) {
        int from = 0;
        for (String level : levels) {
            if (level.equals("#")) {
                return true; // also of the level above
            }
            if (from > topic.length()) {
                return false;
            }
            int slash = topic.indexOf('/', from);
            int end = slash < 0 ? topic.length() : slash;
            boolean isSame = level.length() == end - from && topic.startsWith(level, from);
            if (!isSame && !level.equals("+")) {
                return false;
            }
            from = end + 1;
        }
        return from > topic.length();
    }
}
