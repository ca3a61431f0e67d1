package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands of QoS 2 whose sender loses its connection before PUBREL, on Moquette itself. */
class CommandsOnceTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final String LAST = "last";

    private final String device = "valve-" + System.nanoTime();
    private final String topic = "commands/plant-1/" + device;
    private RawClient subscriber;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @BeforeEach
    void subscribe() throws Exception {
        subscriber = RawClient.connected(front.port(), MQTT_5);
        subscriber.send(Sent.subscribe(1, topic));
        subscriber.expect(MqttMessageType.SUBACK);
    }

    @AfterEach
    void leave() {
        subscriber.close();
    }

    private RawClient sender(MqttVersion version) throws Exception {
        return RawClient.connected(
                front.port(),
                version == MQTT_5
                        ? Sent.connectPersistent5("sender of " + device)
                        : Sent.connect(version, "sender of " + device, false));
    }

    private void breakOff(MqttVersion version, String command) throws Exception {
        RawClient sender = sender(version);
        sender.send(Sent.publish(2, 7, topic, command));
        assertEquals(7, sender.expectId(MqttMessageType.PUBREC));
        sender.reset();
    }

    private void say(RawClient sender, MqttPublishMessage command) throws Exception {
        sender.send(command);
        assertEquals(7, sender.expectId(MqttMessageType.PUBREC));
        sender.send(Sent.pubRel(7));
        assertEquals(7, sender.expectId(MqttMessageType.PUBCOMP));
    }

    private List<String> handedOn() throws Exception {
        try (RawClient other = RawClient.connected(front.port(), MQTT_5)) {
            other.send(Sent.publish(1, 1, topic, LAST));
            other.expect(MqttMessageType.PUBACK);
        }
        List<String> commands = new ArrayList<>();
        for (String next = ""; !next.equals(LAST); ) {
            MqttPublishMessage publish = (MqttPublishMessage) subscriber.expect(MqttMessageType.PUBLISH);
            next = publish.payload().toString(StandardCharsets.UTF_8);
            publish.release();
            subscriber.send(Sent.pubAck(publish.variableHeader().packetId()));
            commands.add(next);
        }
        return commands;
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void areHandedOnOnce(MqttVersion version) throws Exception {
        breakOff(version, "open");
        try (RawClient back = sender(version)) {
            say(back, Sent.dup(2, 7, topic, "open"));
            say(back, Sent.publish(2, 7, topic, "open")); // the id is free by then
        }

        assertEquals(List.of("open", "open", LAST), handedOn());
    }

    @Test
    void areNewWhereTheyAreOthers() throws Exception {
        breakOff(MQTT_3_1_1, "open");
        try (RawClient back = sender(MQTT_3_1_1)) {
            say(back, Sent.dup(2, 7, topic, "close"));
        }

        assertEquals(List.of("open", "close", LAST), handedOn());
    }

    @Test
    void areNewInAnotherSession() throws Exception {
        breakOff(MQTT_3_1_1, "open");
        try (RawClient anew =
                RawClient.connected(front.port(), Sent.connect(MQTT_3_1_1, "sender of " + device, true))) {
            say(anew, Sent.publish(2, 7, topic, "open"));
        }

        assertEquals(List.of("open", "open", LAST), handedOn());
    }
}
