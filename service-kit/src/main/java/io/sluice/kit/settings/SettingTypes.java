package io.sluice.kit.settings;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types a setting can have, with the one way to write each. */
final class SettingTypes {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> DURATION_UNITS = durationUnits();
    private static final Map<String, Long> BYTE_UNITS = byteUnits();

    static final SettingType<Integer> INTEGER =
            SettingType.of("integer", "an integer", Integer::valueOf, Object::toString);
    static final SettingType<Long> LONG = SettingType.of("integer", "an integer", Long::valueOf, Object::toString);
    static final SettingType<Double> DECIMAL =
            SettingType.of("decimal", "a finite decimal number", SettingTypes::parseDecimal, SettingTypes::decimal);
    static final SettingType<Boolean> FLAG =
            SettingType.of("flag", "true or false", SettingTypes::parseFlag, Object::toString);
    static final SettingType<String> TEXT = SettingType.of("text", "text", text -> text, text -> text);
    static final SettingType<Path> PATH = SettingType.of("path", "a path", SettingTypes::parsePath, Path::toString);
    static final SettingType<Path> FILE =
            SettingType.of("file", "a file that can be read", SettingTypes::parsePath, Path::toString);
    static final SettingType<Duration> DURATION = SettingType.of(
            "duration",
            "a duration such as 250ms, 10s, 15m or 7d",
            SettingTypes::parseDuration,
            SettingTypes::duration);
    static final SettingType<Long> BYTES = SettingType.of(
            "bytes", "a number of bytes such as 4096, 64KiB or 1GiB", SettingTypes::parseBytes, SettingTypes::bytes);

    private SettingTypes() {}

    static SettingType<String> oneOf(List<String> choices) {
        String rule = "one of " + String.join(", ", choices);
        return SettingType.of("choice", rule, text -> parseChoice(choices, text), text -> text);
    }

    private static String parseChoice(List<String> choices, String text) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException("not a choice");
        }
        return text;
    }

    private static Double parseDecimal(String text) {
        return new BigDecimal(text).doubleValue();
    }

    private static String decimal(Double value) {
        return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Duration parseDuration(String text) {
        Matcher quantity = quantity(text);
        Duration unit = DURATION_UNITS.get(quantity.group(2));
        if (unit == null) {
            throw new IllegalArgumentException("no such unit");
        }
        try {
            return unit.multipliedBy(Long.parseLong(quantity.group(1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Long parseBytes(String text) {
        Matcher quantity = quantity(text);
        Long unit = BYTE_UNITS.get(quantity.group(2));
        if (unit == null) {
            throw new IllegalArgumentException("no such unit");
        }
        try {
            return Math.multiplyExact(unit, Long.parseLong(quantity.group(1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Matcher quantity(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a quantity");
        }
        return matcher;
    }

    private static String duration(Duration value) {
        String text = value.toMillis() + "ms";
        for (Map.Entry<String, Duration> unit : DURATION_UNITS.entrySet()) {
            long unitMillis = unit.getValue().toMillis();
            if (!value.isZero() && value.toMillis() % unitMillis == 0) {
                text = value.toMillis() / unitMillis + unit.getKey();
            }
        }
        return text;
    }

    private static String bytes(Long value) {
        String text = value.toString();
        for (Map.Entry<String, Long> unit : BYTE_UNITS.entrySet()) {
            if (unit.getValue() > 1 && value != 0 && value % unit.getValue() == 0) {
                text = value / unit.getValue() + unit.getKey();
            }
        }
        return text;
    }

    /** From the smallest up: the largest that divides a value is the one it is written in. */
    private static Map<String, Duration> durationUnits() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("ms", Duration.ofMillis(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("h", Duration.ofHours(1));
        units.put("d", Duration.ofDays(1));
        return units;
    }

    private static Map<String, Long> byteUnits() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("", 1L);
        units.put("B", 1L);
        units.put("KiB", 1L << 10);
        units.put("MiB", 1L << 20);
        units.put("GiB", 1L << 30);
        units.put("TiB", 1L << 40);
        return units;
    }
}
