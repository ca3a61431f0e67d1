package io.sluice.launcher.command.option;

import io.sluice.launcher.verify.VerifyOptions.Planted;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Kinds of planted faults by the names that the help lists. */
public final class PlantedConverter implements ITypeConverter<Planted> {
    @Override
    public Planted convert(String text) {
        return Arrays.stream(Planted.values())
                .filter(kind -> kind.toString().equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be one of "
                        + Arrays.stream(Planted.values()).map(Planted::toString).collect(Collectors.joining(", "))
                        + ", was " + text));
    }
}
