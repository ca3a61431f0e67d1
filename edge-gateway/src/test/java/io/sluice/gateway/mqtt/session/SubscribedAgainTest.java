package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.SubscribeBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To subscribe to a filter again replaces what was subscribed to (MQTT-3.8.4-3). */
final class SubscribedAgainTest {
    private static final FrontFixture front = new FrontFixture(false);

    private final String device = "pump-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device + "/start";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static void subscribe(RawClient client, String filter, int... qos) throws Exception {
        SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(1);
        for (int each : qos) {
            subscribe.addSubscription(MqttQoS.valueOf(each), filter);
        }
        client.send(subscribe.build());
        client.expect(MqttMessageType.SUBACK);
    }

    private void command(RawClient sender) throws Exception {
        sender.send(Sent.publish(1, 7, topic, "go"));
        sender.expect(MqttMessageType.PUBACK);
    }

    private int sentAt(RawClient client) throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            command(sender);
        }
        return taken(client);
    }

    private static int taken(RawClient client) throws Exception {
        MqttPublishMessage publish = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        int packetId = publish.variableHeader().packetId();
        publish.release();
        if (packetId > 0) {
            client.send(Sent.pubAck(packetId));
        }
        return publish.fixedHeader().qosLevel().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commands/plant-1/%s/start", "commands/plant-1/%s/#", "commands/+/%s/+"})
    void replacesTheQosOfBefore(String filter) throws Exception {
        String ofDevice = filter.formatted(device);
        try (RawClient client = RawClient.connected(front.port(), MQTT_3_1_1);
                RawClient other = RawClient.connected(front.port(), MQTT_3_1_1)) {
            subscribe(other, ofDevice, 1);
            subscribe(client, ofDevice, 1);
            subscribe(client, ofDevice, 0);
            assertEquals(0, sentAt(client));
            assertEquals(1, taken(other), "another client's");

            subscribe(client, ofDevice, 2);
            assertEquals(1, sentAt(client), "as it was published");
            subscribe(client, ofDevice, 1, 0);
            assertEquals(0, sentAt(client), "the last of one packet counts");
        }
    }

    @Test
    void alsoOnTheNextConnection() throws Exception {
        try (RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            subscribe(client, topic, 1);
        }
        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(device))) {
            subscribe(back, topic, 0);
            assertEquals(0, sentAt(back));
        }
    }
}
