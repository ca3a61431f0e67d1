package io.sluice.gateway.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sluice.gateway.access.PasswordHash.Cost;
import io.sluice.kit.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    /** Twenty of them are seconds. */
    private static final Cost DEAR = new Cost(19 * 1024, 10, 1);

    @TempDir
    Path folder;

    @Test
    void a_token_does_not_wait_behind_passwords() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("plant-1/pump-7")
                .audience("sluice")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        String token = TestTokens.signed(key, JWSAlgorithm.ES256, claims);
        String line = "user a/b "
                + PasswordHash.of(bytes("password"), DEAR, new SecureRandom()).text();
        Settings settings = Settings.defaults(AccessSettings.all())
                .with(AccessSettings.PASSWORDS, Files.writeString(folder.resolve("passwords"), line))
                .with(
                        AccessSettings.JWT_KEYS,
                        Files.writeString(folder.resolve("keys"), TestTokens.pem(key.toPublicKey())));
        List<Verdict> guesses = new CopyOnWriteArrayList<>();
        List<Verdict> shown = new CopyOnWriteArrayList<>();
        try (Access access = Access.load(settings, Clock.systemUTC())) {
            int full = CheckQueue.threadCount() + Access.PASSWORDS_WAITING;
            for (int i = 0; i < full + 1; i++) {
                access.check("guesser", new Credentials("user", bytes("guess-" + i)), () -> true, guesses::add);
            }
            assertTrue(guesses.contains(new Verdict.Refused(Denial.BUSY)), "there is room for no more");

            access.check("device", new Credentials("any", bytes(token)), () -> true, shown::add);
            await().until(() -> !shown.isEmpty());
            assertInstanceOf(Verdict.Granted.class, shown.get(0));
            assertTrue(guesses.size() < full, "guesses wait still");
            assertEquals(
                    1, Collections.frequency(guesses, new Verdict.Refused(Denial.BUSY)), "none of them gave way to it");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
