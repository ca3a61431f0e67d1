package io.sluice.gateway.mqtt.gate;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.CrashingFront.keeping;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.CrashingFront;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages without epoch, seq and ts, acknowledged by a process whose PUBACK may not have arrived before its end. */
final class Qos1AcrossCrashTest {
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

    private void publish(MqttVersion version, int... ids) throws Exception {
        try (RawClient device = front.connect(keeping(version))) {
            for (int id : ids) {
                device.send(Sent.publish(1, id, TOPIC, json(21)));
                assertEquals(id, device.expectId(MqttMessageType.PUBACK));
            }
        }
    }

    private void publishAgain(MqttConnectMessage connect, int id, int value) throws Exception {
        try (RawClient device = front.connect(connect)) {
            device.send(Sent.dup(1, id, TOPIC, json(value)));
            assertEquals(id, device.expectId(MqttMessageType.PUBACK));
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void aPublishThatIsSentAgainAfterACrashIsStoredOnce(MqttVersion version) throws Exception {
        publish(version, 7, 8);
        front.crash();
        publishAgain(keeping(version), 8, 21);
        publishAgain(keeping(version), 7, 21);
        publishAgain(keeping(version), 7, 21);
        assertEquals(List.of("21", "21"), front.stored());
    }

    @Test
    void soItIsAfterTwoCrashes() throws Exception {
        publish(MQTT_3_1_1, 7);
        front.crash();
        front.crash();
        publishAgain(keeping(MQTT_3_1_1), 7, 21);
        assertEquals(List.of("21"), front.stored());
    }

    @Test
    void anotherReadingUnderTheSameIdIsNotSwallowed() throws Exception {
        publish(MQTT_3_1_1, 7);
        front.crash();
        publishAgain(keeping(MQTT_3_1_1), 7, 22);
        assertEquals(List.of("21", "22"), front.stored());
    }

    @Test
    void norIsOneWithoutDup() throws Exception {
        publish(MQTT_3_1_1, 7);
        front.crash();
        publish(MQTT_3_1_1, 7);
        assertEquals(List.of("21", "21"), front.stored());
    }

    /** Of such a client nobody knows whether the publish is the old one or a new one that was lost on its first way. */
    @Test
    void norIsOneOfAClientThatTakesItsIdsAgain() throws Exception {
        publish(MQTT_3_1_1, 7, 7, 7);
        front.crash();
        publishAgain(keeping(MQTT_3_1_1), 7, 21);
        assertEquals(List.of("21", "21", "21", "21"), front.stored());
    }

    @Test
    void norIsOneOfASessionThatBeganAnew() throws Exception {
        publish(MQTT_3_1_1, 7);
        front.connect(Sent.connect(MQTT_3_1_1, "keeper", true)).close();
        front.crash();
        publishAgain(keeping(MQTT_3_1_1), 7, 21);
        assertEquals(List.of("21", "21"), front.stored());
    }

    @Test
    void oneSessionDoesNotAnswerForAnother() throws Exception {
        publish(MQTT_3_1_1, 7);
        front.crash();
        publishAgain(Sent.connect(MQTT_3_1_1, "other", false), 7, 21);
        assertEquals(List.of("21", "21"), front.stored());
    }
}
