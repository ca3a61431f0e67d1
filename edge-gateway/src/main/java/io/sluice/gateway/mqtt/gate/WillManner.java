package io.sluice.gateway.mqtt.gate;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * How a client wants its will published, beside what every will has: the spool has no use for it, and subscribers on a
 * topic of the embedded broker are to get it like that.
 *
 * @param isRetain whether it is to be retained
 * @param properties those of MQTT 5, none in older versions
 */
public record WillManner(boolean isRetain, MqttProperties properties) {
    public static final WillManner PLAIN = new WillManner(false, MqttProperties.NO_PROPERTIES);

    /** @param connect one that leaves a will */
    public static WillManner of(MqttConnectMessage connect) {
        return new WillManner(
                connect.variableHeader().isWillRetain(), connect.payload().willProperties());
    }
}
