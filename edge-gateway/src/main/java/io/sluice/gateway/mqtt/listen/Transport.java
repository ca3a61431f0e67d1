package io.sluice.gateway.mqtt.listen;

import io.sluice.kit.settings.Setting;

/** What carries MQTT, in the order in which Moquette binds its listeners. */
public enum Transport {
    TCP(MqttSettings.PORT),
    WEBSOCKET(MqttSettings.WEBSOCKET_PORT),
    TLS(MqttSettings.TLS_PORT);

    /** Moquette's name for the handler of TLS in a pipeline. */
    public static final String TLS_HANDLER = "ssl";

    public final Setting<Integer> port;

    Transport(Setting<Integer> port) {
        this.port = port;
    }
}
