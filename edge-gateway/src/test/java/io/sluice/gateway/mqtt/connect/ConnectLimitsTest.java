package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.kit.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a front that asks who someone is bears of them. */
class ConnectLimitsTest {
    private static final String SECRET = "correct horse";

    @TempDir
    static Path folder;

    private static Settings settings;

    @BeforeAll
    static void writeFile() throws Exception {
        Path file = folder.resolve("passwords");
        new PasswordFile(file)
                .put("pump-7", List.of(DevicePattern.parse("plant-1/pump-7")), SECRET.getBytes(StandardCharsets.UTF_8));
        settings = FrontFixture.settings().with(AccessSettings.PASSWORDS, file);
    }

    private static FrontFixture started(Settings settings) throws Exception {
        FrontFixture front = new FrontFixture(new FakeDurableLog().committing(), settings);
        front.start();
        return front;
    }

    private static int answer(FrontFixture front, String clientId, String password) throws InterruptedException {
        return Entering.answer(front.port(), Entering.connect(MQTT_5, clientId, "pump-7", password));
    }

    @Test
    void an_address_that_guesses_is_banned_with_the_right_password_too() throws Exception {
        try (FrontFixture front = started(settings.with(LimitSettings.BAN_AFTER, 3))) {
            for (int i = 0; i < 4; i++) {
                assertEquals(0x86, answer(front, "guesser", "guess-" + i));
            }
            assertEquals(0x8A, answer(front, "other", SECRET));
            assertEquals(0x05, Entering.answer(front.port(), Entering.connect(MQTT_3_1_1, "other", "pump-7", SECRET)));
        }
    }

    @Test
    void a_client_that_flaps_is_banned_and_its_neighbours_are_not() throws Exception {
        try (FrontFixture front = started(settings.with(LimitSettings.BAN_AFTER, 3))) {
            for (int i = 0; i < 3; i++) {
                assertEquals(0x00, answer(front, "flapping", SECRET));
            }
            assertEquals(0x8A, answer(front, "flapping", SECRET));
            assertEquals(0x00, answer(front, "steady", SECRET));
        }
    }

    @Test
    void one_connection_more_of_a_device_is_refused_until_another_ends() throws Exception {
        try (FrontFixture front = started(settings.with(LimitSettings.CONNECTIONS_PER_DEVICE, 2));
                RawClient first = RawClient.connected(front.port(), Entering.connect(MQTT_5, "a", "pump-7", SECRET));
                RawClient second = RawClient.connected(front.port(), Entering.connect(MQTT_5, "b", "pump-7", SECRET))) {
            assertEquals(0x97, answer(front, "c", SECRET));
            assertTrue(second.isOpen());
            first.close();
            await().untilAsserted(() -> assertEquals(0x00, answer(front, "d", SECRET)));
        }
    }

    @Test
    void one_connection_more_from_an_address_is_closed() throws Exception {
        try (FrontFixture front = started(settings.with(LimitSettings.CONNECTIONS_PER_ADDRESS, 2));
                RawClient first = new RawClient(front.port());
                RawClient second = new RawClient(front.port());
                RawClient third = new RawClient(front.port())) {
            // Which of them came last is for the event loops to say.
            await().untilAsserted(() -> assertEquals(
                    2, Stream.of(first, second, third).filter(RawClient::isOpen).count()));
        }
    }

    @Test
    void a_storm_gets_in_bit_by_bit_and_the_rest_is_told_that_we_are_busy() throws Exception {
        Settings ten = settings.with(LimitSettings.CONNECTS, 10).with(LimitSettings.CONNECTIONS_PER_DEVICE, 1_000);
        try (FrontFixture front = started(ten)) {
            assertEquals(0x00, answer(front, "warm", SECRET), "the verdict is known from now on");
            List<RawClient> storm = new ArrayList<>();
            long startNanos = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                RawClient client = new RawClient(front.port());
                client.send(Entering.connect(MQTT_5, "storm-" + i, "pump-7", SECRET));
                storm.add(client);
            }
            int let = 0;
            int busy = 0;
            for (RawClient client : storm) {
                int code = Entering.code(client);
                let += code == 0x00 ? 1 : 0;
                busy += code == 0x89 ? 1 : 0;
                client.close();
            }
            assertEquals(100, let + busy);
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            // A second's worth at once, two that wait, and those of the time that it took.
            assertTrue(let >= 28 && let <= 31 + 10 * seconds, "let in: " + let + " in " + seconds + " s");
        }
    }

    @Test
    void on_loopback_without_authentication_nothing_is_limited() throws Exception {
        Settings open = FrontFixture.settings()
                .with(LimitSettings.CONNECTIONS_PER_ADDRESS, 1)
                .with(LimitSettings.CONNECTS_PER_ADDRESS, 1)
                .with(LimitSettings.BAN_AFTER, 2);
        try (FrontFixture front = started(open)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(0x00, Entering.answer(front.port(), Sent.connect(MQTT_5, "again", true)));
            }
        }
    }
}
