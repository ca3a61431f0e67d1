package io.sluice.gateway.mqtt;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A session loop of Moquette that dies takes its sessions with it, and says so only to who listens. */
@LeaksOnPurpose("kills Moquette's loop with packets in it")
final class BrokerDeathTest {
    @Test
    void a_dead_session_loop_is_noticed() throws Exception {
        List<Throwable> deaths = new CopyOnWriteArrayList<>();
        EmbeddedMoquette broker = new EmbeddedMoquette(deaths::add);
        Settings settings = FrontFixture.settings().with(MqttSettings.PORT, freePort());
        // Without our handlers before it: they would not let through what kills it.
        broker.start("127.0.0.1", new Listeners(settings, false), null, 1 << 20);
        try (RawClient listener = RawClient.connected(settings.get(MqttSettings.PORT), MQTT_3_1_1);
                RawClient sender = RawClient.connected(settings.get(MqttSettings.PORT), MQTT_3_1_1)) {
            listener.send(Sent.subscribe(1, "commands/#"));
            listener.expect(MqttMessageType.SUBACK);
            sender.send(Sent.dup(1, 2, "commands/a/b", "x"));
            await().until(() -> !deaths.isEmpty());
            assertEquals(1, deaths.size());
        } finally {
            broker.stop();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Test
    void the_process_is_not_live_after_that() throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            assertTrue(front.isLive());
            front.killBroker();
            assertFalse(front.isLive());
        }
    }
}
