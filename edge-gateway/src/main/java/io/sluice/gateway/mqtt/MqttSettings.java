package io.sluice.gateway.mqtt;

import io.sluice.kit.settings.Setting;
import java.util.List;

/** Settings of the device listener. */
public final class MqttSettings {
    public static final Setting<Integer> PORT = Setting.integer("mqtt.port")
            .between(0, 65535)
            .defaultsTo(1883)
            .meaning("MQTT listener for devices; 0 picks a free port")
            .build();

    public static final Setting<Long> MAX_PACKET_BYTES = Setting.bytes("mqtt.max-packet")
            .between(1024L, 16L << 20)
            .defaultsTo(256L << 10)
            .meaning("largest MQTT packet; a longer one closes the connection")
            .build();

    public static final Setting<Boolean> LOCAL_READINGS = Setting.flag("mqtt.local-readings")
            .defaultsTo(false)
            .meaning("clients may subscribe to telemetry/#: readings follow, at most once, when they are durable")
            .build();

    public static final Setting<Boolean> LOCAL_TOPICS = Setting.flag("mqtt.local-topics")
            .defaultsTo(false)
            .meaning("topics beside telemetry and commands are a plain broker's, without the promise of durability")
            .build();

    private MqttSettings() {}

    public static List<Setting<?>> all() {
        return List.of(PORT, MAX_PACKET_BYTES, LOCAL_READINGS, LOCAL_TOPICS);
    }
}
