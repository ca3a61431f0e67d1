package io.sluice.gateway.mqtt;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How the front ends: in order, or because what is behind it failed. */
class MqttFrontEndTest {
    @Test
    void answersWhatIsDurableAndSaysGoodbyeWhenClosed() throws Exception {
        FrontFixture front = new FrontFixture(false);
        front.start();
        assertTrue(front.isReady());
        RawClient client = RawClient.connected(front.port(), MQTT_5);
        client.send(Sent.publish(1, 1, TOPIC, json(1)));
        assertEquals(1, client.expectId(MqttMessageType.PUBACK));

        front.close();

        Object header = client.expect(MqttMessageType.DISCONNECT).variableHeader();
        assertEquals((byte) 0x8B, ((MqttReasonCodeAndPropertiesVariableHeader) header).reasonCode());
        assertTrue(client.isClosedSoon());
        assertFalse(front.isReady());
        assertEquals(0, front.meters.get("sluice.gateway.connections").gauge().value());
    }

    @Test
    void sendsEverybodyAwayAndIsUnhealthyWhenTheSpoolFails() throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            RawClient client = RawClient.connected(front.port(), MQTT_3_1_1);

            front.log.fail(new IOException("disk on fire"));

            assertTrue(client.isClosedSoon());
            assertFalse(front.isLive());
            try (RawClient late = new RawClient(front.port())) {
                assertTrue(late.isClosedSoon());
            }
        }
    }
}
