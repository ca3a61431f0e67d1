package io.sluice.launcher.local;

import io.sluice.gateway.EdgeGateway;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.kafka.FreePorts;
import java.io.PrintWriter;
import java.util.OptionalInt;

/**
 * Where a gateway's listeners answer, as it is printed at a start.
 *
 * @param host as {@link OwnHost} tells it
 */
public record MqttListeners(String host, int mqtt, OptionalInt tls, OptionalInt websocket) {
    /** Those of a gateway that has started. */
    public static MqttListeners of(EdgeGateway gateway, String host) {
        return new MqttListeners(host, gateway.mqttPort(), gateway.tlsPort(), gateway.websocketPort());
    }

    /** Those of a gateway that has yet to be started, on ports that are picked where the settings leave them open. */
    public static MqttListeners of(Settings settings) throws EnvironmentException {
        boolean hasTls = settings.find(MqttSettings.TLS_CERTIFICATE).isPresent();
        return new MqttListeners(
                OwnHost.of(settings),
                pick(settings, MqttSettings.PORT),
                hasTls ? OptionalInt.of(pick(settings, MqttSettings.TLS_PORT)) : OptionalInt.empty(),
                OptionalInt.of(pick(settings, MqttSettings.WEBSOCKET_PORT)));
    }

    private static int pick(Settings settings, Setting<Integer> port) throws EnvironmentException {
        return FreePorts.pick(port.key(), settings.get(CommonSettings.BIND_ADDRESS), settings.get(port));
    }

    public String mqttUrl() {
        return "mqtt://" + host + ":" + mqtt;
    }

    /** A line for each that is open. */
    public void print(PrintWriter out) {
        out.printf("mqtt       %s%n", mqttUrl());
        tls.ifPresent(port -> out.printf("mqtts      mqtts://%s:%d%n", host, port));
        websocket.ifPresent(port -> out.printf("websocket  ws://%s:%d/mqtt%n", host, port));
    }
}
