package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.TestTokens;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front with keys of an issuer of tokens. */
class TokenAccessTest {
    @TempDir
    static Path folder;

    private static ECKey key;
    private static FrontFixture front;

    @BeforeAll
    static void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        Path keys = Files.writeString(folder.resolve("keys.pem"), TestTokens.pem(key.toPublicKey()));
        front = new FrontFixture(
                new FakeDurableLog().committing(), FrontFixture.settings().with(AccessSettings.JWT_KEYS, keys));
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static String token(String device, Duration valid) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(device)
                .audience("sluice")
                .expirationTime(Date.from(Instant.now().plus(valid)))
                .build();
        return TestTokens.signed(key, JWSAlgorithm.ES256, claims);
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
    void a_token_speaks_for_the_device_that_it_names(MqttVersion version) throws Exception {
        String token = token("plant-1/pump-7", Duration.ofMinutes(5));
        try (RawClient pump = RawClient.connected(front.port(), Entering.connect(version, "jwt", "any", token))) {
            pump.send(Sent.publish(1, 1, TOPIC, json(1)));
            assertEquals(0x00, Entering.pubAck(pump));
        }
    }

    @Test
    void a_token_that_is_bad_over_or_of_no_device_is_refused() throws Exception {
        assertEquals(0x86, answer("eyJ.eyJ.none", MQTT_5));
        assertEquals(0x86, answer("password", MQTT_5));
        assertEquals(0x04, answer("password", MQTT_3_1_1));
        assertEquals(0x86, answer(token("plant-1/pump-7", Duration.ofSeconds(-1)), MQTT_5));
        assertEquals(0x87, answer(token("somebody", Duration.ofMinutes(1)), MQTT_5));
        assertEquals(0x05, answer(token("somebody", Duration.ofMinutes(1)), MQTT_3_1_1));
    }

    private static int answer(String token, MqttVersion version) throws InterruptedException {
        return Entering.answer(front.port(), Entering.connect(version, "jwt-bad", "any", token));
    }

    @Test
    void the_connection_ends_when_the_token_does() throws Exception {
        String token = token("plant-1/pump-7", Duration.ofSeconds(6));
        try (RawClient pump = RawClient.connected(front.port(), Entering.connect(MQTT_5, "short", "any", token))) {
            pump.send(Sent.publish(1, 1, TOPIC, json(1)));
            assertEquals(0x00, Entering.pubAck(pump));

            assertEquals(0x87, Entering.disconnect(pump));
            assertTrue(pump.isClosedSoon());
        }
    }

    @Test
    void files_that_cannot_be_used_are_named_together() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad"), "nothing");
        Settings settings =
                FrontFixture.settings().with(AccessSettings.PASSWORDS, bad).with(AccessSettings.JWT_KEYS, bad);
        assertEquals(
                List.of(
                        "mqtt.passwords: " + bad + ": line 1: must be name, devices and hash, had 1 parts",
                        "mqtt.jwt.keys: " + bad + ": must hold a public key, held none"),
                assertThrows(SettingsException.class, () -> Access.load(settings, Clock.systemUTC()))
                        .faults());
        Settings half = FrontFixture.settings().with(AccessSettings.JWT_ISSUER, "issuer-1");
        assertEquals(
                List.of("mqtt.jwt.issuer must not be set without mqtt.jwt.keys, was issuer-1"),
                assertThrows(SettingsException.class, () -> Access.load(half, Clock.systemUTC()))
                        .faults());
    }
}
