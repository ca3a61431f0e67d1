package io.sluice.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants said when it ends without a goodbye.
 *
 * @param delay how long it may come back before that
 */
record Will(String topic, byte[] payload, int qos, MqttProperties properties, Duration delay) {

    /** Null where the client left none. */
    static @Nullable Will of(MqttConnectMessage connect) {
        String topic = connect.payload().willTopic();
        if (!connect.variableHeader().isWillFlag() || topic == null) {
            return null;
        }
        byte[] payload = connect.payload().willMessageInBytes();
        MqttProperties properties = connect.payload().willProperties();
        return new Will(
                topic,
                payload == null ? new byte[0] : payload.clone(),
                connect.variableHeader().willQos(),
                properties,
                Duration.ofSeconds(PacketProperties.number(properties, MqttPropertyType.WILL_DELAY_INTERVAL, 0)));
    }
}
