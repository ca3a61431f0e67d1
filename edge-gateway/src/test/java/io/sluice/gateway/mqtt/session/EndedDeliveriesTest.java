package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.CrashingFront.keeping;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.gateway.mqtt.CrashingFront;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With a session ends what was answered in it: what comes with DUP under the same id may be a new publish that was lost
 * on its first way.
 */
final class EndedDeliveriesTest {
    @TempDir
    Path folders;

    private CrashingFront front;

    @BeforeEach
    void start() throws Exception {
        front = new CrashingFront(folders);
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
    }

    private static void publish(RawClient client, int qos) throws Exception {
        client.send(Sent.publish(qos, 7, TOPIC, json(21)));
        client.expectId(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC);
    }

    private static void publishAgain(RawClient client, int qos) throws Exception {
        client.send(Sent.dup(qos, 7, TOPIC, json(21)));
        client.expectId(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void whoseTimeIsOver(int qos, boolean crashes) throws Exception {
        MqttConnectMessage connect = MqttMessageBuilders.connect()
                .protocolVersion(MQTT_5)
                .clientId("keeper")
                .cleanSession(false)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 1))
                .build();
        try (RawClient client = front.connect(connect)) {
            publish(client, qos);
        }
        await().until(() -> front.sessions() == 0);
        isCounted(qos, crashes);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void thatItsGoodbyeEnds(int qos, boolean crashes) throws Exception {
        try (RawClient client = front.connect(keeping(MQTT_5))) {
            publish(client, qos);
            client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0)));
            assertTrue(client.isClosedSoon());
        }
        isCounted(qos, crashes);
    }

    /** What is answered comes behind the session's end in the spool. */
    private void allIsDurable() throws Exception {
        try (RawClient other = front.connect(Sent.connect(MQTT_5, "other", true))) {
            other.send(Sent.publish(1, 1, TOPIC, json(5)));
            other.expectId(MqttMessageType.PUBACK);
        }
    }

    private void isCounted(int qos, boolean crashes) throws Exception {
        allIsDurable();
        if (crashes) {
            front.crash();
        }
        try (RawClient client = front.connect(keeping(MQTT_5))) {
            publishAgain(client, qos);
            assertEquals(List.of("21", "5", "21"), front.stored());
            publishAgain(client, qos);
            assertEquals(List.of("21", "5", "21"), front.stored(), "of the new session it is known");
        }
    }
}
