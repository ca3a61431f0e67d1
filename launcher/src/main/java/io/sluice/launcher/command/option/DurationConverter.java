package io.sluice.launcher.command.option;

import io.sluice.kit.settings.Setting;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line are written as in the settings. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Setting<Duration> SHAPE =
            Setting.duration("value").optional().meaning("a duration option").build();

    @Override
    public Duration convert(String text) {
        Duration value = SHAPE.parse(text);
        if (value == null) {
            throw new TypeConversionException("must be a duration such as 250ms, 10s, 15m or 7d, was " + text);
        }
        return value;
    }
}
