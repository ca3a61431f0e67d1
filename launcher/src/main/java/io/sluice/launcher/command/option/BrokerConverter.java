package io.sluice.launcher.command.option;

import io.sluice.simulator.mqtt.BrokerAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code mqtt://host:port} or {@code mqtts://host:port}. */
final class BrokerConverter implements ITypeConverter<BrokerAddress> {
    @Override
    public BrokerAddress convert(String text) {
        try {
            return BrokerAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()).substring("broker ".length()));
        }
    }
}
