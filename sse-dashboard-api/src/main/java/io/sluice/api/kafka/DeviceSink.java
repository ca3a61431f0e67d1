package io.sluice.api.kafka;

import io.sluice.api.devices.DeviceRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The registry's topic into the registry; a tombstone takes a device out. */
final class DeviceSink implements TopicSink {
    private final DeviceRegistry devices;
    private final Clock clock;

    DeviceSink(DeviceRegistry devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    @Override
    public boolean accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return false;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            devices.remove(key);
            return true;
        }
        return devices.apply(key, record.value(), clock.millis());
    }
}
