package io.sluice.api.query;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instant as people and programs write it: {@code 1732412345678}, {@code 2024-11-24T01:39:05Z}, {@code -15m}. */
final class TimeText {
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,16}");
    private static final Pattern BACK = Pattern.compile("-([0-9]{1,9})(ms|s|m|h|d)");
    /** Three million years: what lies within can be subtracted and rounded without overflow. */
    private static final long FARTHEST_MILLIS = 100_000_000_000_000_000L;

    private static final String RULE = "milliseconds since 1970, ISO-8601 with a zone, or like -15m";

    private TimeText() {}

    static long parse(String name, String text, long nowMillis) {
        if (MILLIS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        Matcher back = BACK.matcher(text);
        if (back.matches()) {
            return nowMillis - Long.parseLong(back.group(1)) * unitMillis(back.group(2));
        }
        try {
            // A + that was not encoded arrives as a space.
            long millis =
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
            if (Math.abs(millis) <= FARTHEST_MILLIS) {
                return millis;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw RequestFault.badValue(name, RULE, text);
        }
        throw RequestFault.badValue(name, "within three million years of 1970", text);
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
