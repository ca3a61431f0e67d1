package io.sluice.gateway.bridge;

/** Topic filters as MQTT has them (MQTT 5, 4.7). */
final class TopicFilters {
    private static final String ALL_BELOW = "#";
    private static final String ANY_LEVEL = "+";

    private TopicFilters() {}

    /** Whether a topic may match both. */
    static boolean overlap(String one, String other) {
        String[] levels = one.split("/", -1);
        String[] others = other.split("/", -1);
        for (int i = 0; i < Math.max(levels.length, others.length); i++) {
            // It matches the level above as well.
            if (isAt(levels, i, ALL_BELOW) || isAt(others, i, ALL_BELOW)) {
                return true;
            }
            if (i >= levels.length || i >= others.length || !meet(levels[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAt(String[] levels, int i, String level) {
        return i < levels.length && levels[i].equals(level);
    }

    private static boolean meet(String level, String other) {
        return level.equals(ANY_LEVEL) || other.equals(ANY_LEVEL) || level.equals(other);
    }
}
