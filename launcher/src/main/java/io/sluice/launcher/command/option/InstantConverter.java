package io.sluice.launcher.command.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Milliseconds since 1970, ISO-8601, or how long ago: {@code -15m}. */
public final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            if (text.startsWith("-")) {
                return Instant.now().minus(new DurationConverter().convert(text.substring(1)));
            }
            if (text.matches("\\d{1,18}")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | TypeConversionException e) {
            throw new TypeConversionException(
                    "must be milliseconds since 1970, an ISO-8601 time or -15m for a time ago, was " + text);
        }
    }
}
