package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that were acknowledged come to a session that is kept, whatever becomes of its connections. */
final class CommandsAcrossConnectionsTest {
    private static final String TOPIC = "commands/site/patient";
    private static final String ID = "patient";

    /** Moquette sends again what is not answered for five seconds. */
    private static final Duration QUIET = Duration.ofSeconds(12);

    private final FrontFixture front = new FrontFixture(false);
    private final Set<Integer> acknowledged = new TreeSet<>();
    private final Set<Integer> seen = new HashSet<>();
    private int latest;

    @BeforeEach
    void leaveASessionBehind() throws Exception {
        front.start();
        try (RawClient client = connected(false)) {
            client.send(Sent.subscribe(1, TOPIC));
            client.expect(MqttMessageType.SUBACK);
        }
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void areSentAgainBesideThoseThatCameMeanwhile() throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            RawClient first = connected(true);
            command(sender, 1, 3);
            for (int i = 1; i <= 3; i++) {
                ((MqttPublishMessage) first.expect(MqttMessageType.PUBLISH)).release();
            }
            first.reset();
            command(sender, 4, 6);
        }
        assertAllCome();
    }

    @Test
    void areSentAgainHoweverManyConnectionsComeAndGo() throws Exception {
        long seed = Long.getLong("sluice.commands.seed", System.nanoTime());
        Random random = new Random(seed);
        int rounds = Integer.getInteger("sluice.commands.rounds", 100);
        int sent = 0;
        List<RawClient> leftOpen = new ArrayList<>();
        try (RawClient sender = RawClient.connected(front.port(), MQTT_5)) {
            for (int round = 0; round < rounds; round++) {
                RawClient client = connected(random.nextBoolean());
                int further = random.nextInt(4);
                command(sender, sent + 1, sent + further);
                sent += further;
                if (random.nextInt(4) == 0) {
                    client.send(Sent.subscribe(2, TOPIC));
                }
                take(client, Duration.ofMillis(random.nextInt(20)), random);
                switch (random.nextInt(3)) {
                    case 0 -> client.reset();
                    case 1 -> client.send(Sent.disconnect(MqttProperties.NO_PROPERTIES));
                    default -> leftOpen.add(client); // the next takes its session over
                }
                further = random.nextInt(3);
                command(sender, sent + 1, sent + further);
                sent += further;
            }
        }
        try {
            assertAllCome();
        } catch (AssertionError e) {
            throw new AssertionError("-Dsluice.commands.seed=" + seed + " replays it, more or less", e);
        } finally {
            leftOpen.forEach(RawClient::close);
        }
    }

    private RawClient connected(boolean isMqtt5) throws Exception {
        return RawClient.connected(
                front.port(), isMqtt5 ? Sent.connectPersistent5(ID) : Sent.connect(MQTT_3_1_1, ID, false));
    }

    /** As many of them as the gateway takes: it holds no more than there is room for. */
    private void command(RawClient sender, int first, int last) throws Exception {
        for (int i = first; i <= last; i++) {
            sender.send(Sent.publish(1, i, TOPIC, Integer.toString(i)));
            Object answer = sender.expect(MqttMessageType.PUBACK).variableHeader();
            if (((MqttPubReplyMessageVariableHeader) answer).reasonCode() == 0) {
                acknowledged.add(i);
            }
        }
    }

    /** Answers some of them. */
    private void take(RawClient client, Duration within, Random random) throws Exception {
        long deadlineNanos = System.nanoTime() + within.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            MqttMessage packet = client.next(Duration.ofMillis(5));
            if (packet instanceof MqttPublishMessage publish) {
                int packetId = note(publish);
                if (random.nextBoolean()) {
                    client.send(Sent.pubAck(packetId));
                }
            }
        }
    }

    private int note(MqttPublishMessage publish) {
        int number = Integer.parseInt(publish.payload().toString(StandardCharsets.UTF_8));
        publish.release();
        if (seen.add(number)) {
            assertTrue(number > latest, () -> number + " came after " + latest);
            latest = number;
        }
        return publish.variableHeader().packetId();
    }

    private void assertAllCome() throws Exception {
        try (RawClient last = connected(false)) {
            boolean isQuiet = false;
            while (!isQuiet && !seen.containsAll(acknowledged)) {
                MqttMessage packet = last.next(QUIET);
                isQuiet = packet == null;
                if (packet instanceof MqttPublishMessage publish) {
                    last.send(Sent.pubAck(note(publish)));
                }
            }
        }
        assertFalse(acknowledged.isEmpty());
        acknowledged.removeAll(seen);
        assertEquals(Set.of(), acknowledged, "these did not come");
    }
}
