package io.sluice.gateway.mqtt.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import org.junit.jupiter.api.Test;

/** A session that its client ends by an expiry of 0, at the real broker, which is not to be asked beside its loops. */
final class EndedByItsClientTest {
    private static final int ENDS = 300;

    @Test
    void isGoneAtTheBrokerWhateverItsLoopHasInHand() throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            for (int i = 0; i < ENDS; i++) {
                try (RawClient client = new RawClient(front.port())) {
                    client.send(Sent.connectPersistent5("ends-itself"));
                    MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
                    assertFalse(connAck.variableHeader().isSessionPresent(), "session " + i);
                    client.send(Sent.subscribe(1, "commands/site/ends-itself"));
                    client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0)));
                    assertTrue(client.isClosedSoon());
                }
                assertTrue(front.isLive(), "after session " + i);
            }
            await().untilAsserted(() -> assertNull(StalledBroker.status(front, "ends-itself")));
        }
    }
}
