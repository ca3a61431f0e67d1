package io.sluice.launcher.local;

import io.sluice.gateway.EdgeGateway;
import java.io.PrintWriter;
import java.util.OptionalInt;

/** Where a gateway's listeners answer, as it is printed at a start. */
public record MqttListeners(String host, int mqtt, OptionalInt tls, OptionalInt websocket) {
    /** Those of a gateway that has started. */
    public static MqttListeners of(EdgeGateway gateway, String host) {
        return new MqttListeners(host, gateway.mqttPort(), gateway.tlsPort(), gateway.websocketPort());
    }

    /** A line for each that is open. */
    public void print(PrintWriter out) {
        out.printf("mqtt       mqtt://%s:%d%n", host, mqtt);
        tls.ifPresent(port -> out.printf("mqtts      mqtts://%s:%d%n", host, port));
        websocket.ifPresent(port -> out.printf("websocket  ws://%s:%d/mqtt%n", host, port));
    }
}
