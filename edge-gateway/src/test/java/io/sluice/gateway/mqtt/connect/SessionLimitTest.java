package io.sluice.gateway.mqtt.connect;

import static io.sluice.gateway.mqtt.packet.PacketProperties.number;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves a session behind under another name each time it comes. */
class SessionLimitTest {
    private static final String SECRET = "correct horse";
    private static final int OF_A_DEVICE = 16;
    private static final int HOUR_SECONDS = 3600;

    @TempDir
    Path folder;

    private record Welcome(boolean isSessionPresent, long expirySeconds) {}

    @Test
    void isLetInButItsSessionEndsWithTheConnection() throws Exception {
        Path file = folder.resolve("passwords");
        new PasswordFile(file)
                .put("pump-7", List.of(DevicePattern.parse("plant-1/pump-7")), SECRET.getBytes(StandardCharsets.UTF_8));
        try (FrontFixture front = new FrontFixture(
                new FakeDurableLog().committing(), FrontFixture.settings().with(AccessSettings.PASSWORDS, file))) {
            front.start();
            Welcome kept = new Welcome(false, HOUR_SECONDS);
            for (int i = 0; i < OF_A_DEVICE; i++) {
                assertEquals(kept, comeAndGo(front, connect("boot-" + i, false)), "session " + i);
            }

            Welcome notKept = new Welcome(false, 0);
            assertEquals(notKept, comeAndGo(front, connect("one-more", false)));
            assertEquals(notKept, comeAndGo(front, connect("one-more", false)), "of which nothing was left");
            assertEquals(
                    2,
                    front.meters
                            .get("sluice.gateway.sessions.not.kept")
                            .counter()
                            .count());
            assertEquals(
                    OF_A_DEVICE,
                    front.meters.get("sluice.gateway.sessions").gauge().value());
            assertEquals(
                    new Welcome(true, HOUR_SECONDS),
                    comeAndGo(front, connect("boot-3", false)),
                    "one that is kept is found again");

            assertEquals(kept, comeAndGo(front, connect("boot-3", true)), "and may begin anew");
            assertEquals(notKept, comeAndGo(front, connect("one-more", false)), "which makes no room");
            comeAndGo(front, connect("boot-4", false), Sent.disconnect(expiry(0)));
            assertEquals(kept, comeAndGo(front, connect("another", false)), "in the place of one that ended itself");
        }
    }

    private static MqttConnectMessage connect(String clientId, boolean cleanStart) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .cleanSession(cleanStart)
                .properties(expiry(HOUR_SECONDS))
                .hasUser(true)
                .username("pump-7")
                .hasPassword(true)
                .password(SECRET.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static MqttProperties expiry(int seconds) {
        return Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, seconds);
    }

    /** Returns when the gateway has seen it go. */
    private static Welcome comeAndGo(FrontFixture front, MqttConnectMessage connect, MqttMessage... then)
            throws InterruptedException {
        Welcome welcome;
        try (RawClient client = new RawClient(front.port())) {
            client.send(connect);
            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            assertEquals(0, connAck.variableHeader().connectReturnCode().byteValue());
            for (MqttMessage packet : then) {
                client.send(packet);
            }
            welcome = new Welcome(
                    connAck.variableHeader().isSessionPresent(),
                    number(connAck.variableHeader().properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL, -1));
        }
        await().until(() ->
                front.meters.get("sluice.gateway.connections").gauge().value() == 0);
        return welcome;
    }
}
