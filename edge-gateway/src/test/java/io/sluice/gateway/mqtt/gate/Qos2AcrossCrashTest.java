package io.sluice.gateway.mqtt.gate;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.CrashingFront.keeping;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Exchanges of QoS 2 and crashes: the next life finds the bytes on the disk, and nothing else. */
final class Qos2AcrossCrashTest {
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

    private void publishAsItsFirstAndCrash(MqttVersion version) throws Exception {
        try (RawClient device = front.connect(keeping(version))) {
            device.send(Sent.publish(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        front.crash();
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void aPublishThatIsSentAgainAfterACrashIsStoredOnce(MqttVersion version) throws Exception {
        publishAsItsFirstAndCrash(version);
        try (RawClient device = front.connect(keeping(version))) {
            device.send(Sent.dup(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
            assertEquals(List.of("21"), front.stored());
            device.send(Sent.pubRel(7));
            assertEquals(7, device.expectId(MqttMessageType.PUBCOMP));
        }
        assertEquals(List.of("21"), front.stored());
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void anIdThatWasReleasedBeforeTheCrashIsFree(MqttVersion version) throws Exception {
        publishAsItsFirstAndCrash(version);
        try (RawClient device = front.connect(keeping(version))) {
            device.send(Sent.pubRel(7));
            assertEquals(7, device.expectId(MqttMessageType.PUBCOMP));
        }
        front.crash();
        try (RawClient device = front.connect(keeping(version))) {
            device.send(Sent.dup(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        assertEquals(List.of("21", "21"), front.stored());
    }

    @Test
    void aNewPublishUnderAnOpenIdIsNotSwallowed() throws Exception {
        publishAsItsFirstAndCrash(MQTT_3_1_1);
        try (RawClient device = front.connect(keeping(MQTT_3_1_1))) {
            device.send(Sent.publish(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
            assertEquals(List.of("21", "21"), front.stored(), "the session is gone, as CONNACK said: a new id 7");
            device.send(Sent.dup(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        assertEquals(List.of("21", "21"), front.stored());
    }

    @Test
    void aSessionThatBeganAnewStaysSoAfterTheNextCrash() throws Exception {
        publishAsItsFirstAndCrash(MQTT_3_1_1);
        front.connect(Sent.connect(MQTT_3_1_1, "keeper", true)).close();
        front.crash();
        try (RawClient device = front.connect(keeping(MQTT_3_1_1))) {
            device.send(Sent.dup(2, 7, TOPIC, json(21)));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        assertEquals(List.of("21", "21"), front.stored());
    }

    @Test
    void aRefusedPublishOfAnOlderClientIsOpenAsWell() throws Exception {
        try (RawClient device = front.connect(keeping(MQTT_3_1_1))) {
            device.send(Sent.publish(2, 7, TOPIC, "{"));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        front.crash();
        try (RawClient device = front.connect(keeping(MQTT_3_1_1))) {
            device.send(Sent.dup(2, 7, TOPIC, "{"));
            assertEquals(7, device.expectId(MqttMessageType.PUBREC));
        }
        assertEquals(List.of("not-parsable"), front.stored());
    }

    @Test
    void oneSessionDoesNotAnswerForAnother() throws Exception {
        publishAsItsFirstAndCrash(MQTT_3_1_1);
        try (RawClient other = front.connect(Sent.connect(MQTT_3_1_1, "other", false))) {
            other.send(Sent.dup(2, 7, TOPIC, json(21)));
            assertEquals(7, other.expectId(MqttMessageType.PUBREC));
        }
        assertEquals(List.of("21", "21"), front.stored());
    }
}
