package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static ECKey ec;
    private static RSAKey rsa;

    @BeforeAll
    static void makeKeys() throws Exception {
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    }

    private static TokenCheck check() {
        return new TokenCheck(
                new JWKSet(List.of(ec.toPublicJWK(), rsa.toPublicJWK())), Optional.of("issuer-1"), "sluice", CLOCK);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("plant-1/pump-7")
                .issuer("issuer-1")
                .audience("sluice")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static Verdict verdictOn(JWTClaimsSet claims) throws Exception {
        return check().check(TestTokens.signed(ec, JWSAlgorithm.ES256, claims));
    }

    @Test
    void the_subject_names_the_device_and_exp_when_it_ends() throws Exception {
        Speaker speaker = ((Verdict.Granted) verdictOn(claims().build())).speaker();

        assertEquals("plant-1/pump-7", speaker.name());
        assertTrue(speaker.speaksFor("plant-1", "pump-7"));
        assertFalse(speaker.speaksFor("plant-1", "pump-8"));
        assertEquals(Optional.of(NOW.plusSeconds(60)), speaker.until());
    }

    @Test
    void a_claim_of_devices_goes_before_the_subject() throws Exception {
        JWTClaimsSet claims = claims().subject("gateway 1")
                .claim("devices", List.of("plant-1/*", "plant-2/fan-1"))
                .build();

        Speaker speaker = ((Verdict.Granted) verdictOn(claims)).speaker();

        assertEquals(
                List.of("plant-1/*", "plant-2/fan-1"),
                speaker.devices().stream().map(Object::toString).toList());
    }

    @Test
    void rsa_keys_sign_as_well() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            assertTrue(check().check(TestTokens.signed(rsa, algorithm, claims().build())) instanceof Verdict.Granted);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void is_refused(Denial reason, String what, JWTClaimsSet claims) throws Exception {
        assertEquals(new Verdict.Refused(reason), verdictOn(claims), what);
    }

    static Stream<Arguments> is_refused() {
        return Stream.of(
                Arguments.of(
                        Denial.EXPIRED,
                        "over",
                        claims().expirationTime(Date.from(NOW)).build()),
                Arguments.of(
                        Denial.EXPIRED,
                        "long over",
                        claims().expirationTime(Date.from(NOW.minusSeconds(3600)))
                                .build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "never over",
                        claims().expirationTime(null).build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "not yet",
                        claims().notBeforeTime(Date.from(NOW.plusSeconds(120))).build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "of another issuer",
                        claims().issuer("issuer-2").build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "for another audience",
                        claims().audience("mqtt").build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "for no audience",
                        claims().audience((String) null).build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "without subject",
                        claims().subject(null).build()),
                Arguments.of(
                        Denial.NO_DEVICE,
                        "of no device",
                        claims().subject("someone").build()),
                Arguments.of(
                        Denial.NO_DEVICE,
                        "of no devices",
                        claims().claim("devices", List.of()).build()),
                Arguments.of(
                        Denial.NO_DEVICE,
                        "with a bad device",
                        claims().claim("devices", List.of("a/b", "+/#")).build()),
                Arguments.of(
                        Denial.BAD_TOKEN,
                        "with devices of another type",
                        claims().claim("devices", 7).build()));
    }

    @Test
    void a_token_without_a_signature_is_refused() {
        assertEquals(new Verdict.Refused(Denial.BAD_TOKEN), check().check(new PlainJWT(claims().build()).serialize()));
    }

    @Test
    void a_public_key_is_no_secret_to_sign_with() throws Exception {
        for (PublicKey key : List.of(rsa.toPublicKey(), ec.toPublicKey())) {
            byte[] secret = key.getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(secret) + "\n-----END PUBLIC KEY-----\n";
            for (byte[] guess : List.of(secret, pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                String forged = TestTokens.signed(new MACSigner(guess), JWSAlgorithm.HS256, "rsa-1", claims().build());
                assertEquals(new Verdict.Refused(Denial.BAD_TOKEN), check().check(forged));
            }
        }
    }

    @Test
    void a_key_that_is_not_of_the_set_does_not_count_even_by_its_id() throws Exception {
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();

        assertEquals(
                new Verdict.Refused(Denial.BAD_TOKEN),
                check().check(TestTokens.signed(stranger, JWSAlgorithm.ES256, claims().build())));
    }

    @Test
    void what_is_changed_after_signing_is_refused() throws Exception {
        String good = TestTokens.signed(ec, JWSAlgorithm.ES256, claims().build());
        String other = TestTokens.signed(
                ec, JWSAlgorithm.ES256, claims().subject("plant-1/pump-8").build());
        String mixed = good.split("\\.")[0] + "." + other.split("\\.")[1] + "." + good.split("\\.")[2];

        assertEquals(new Verdict.Refused(Denial.BAD_TOKEN), check().check(mixed));
        assertEquals(new Verdict.Refused(Denial.BAD_TOKEN), check().check("eyJ.eyJ.x"));
        assertEquals(new Verdict.Refused(Denial.BAD_TOKEN), check().check(""));
    }

    @Test
    void keys_are_read_from_a_jwk_set_or_from_pem() throws Exception {
        assertEquals(
                2,
                KeySet.parse(new JWKSet(List.of(ec, rsa)).toPublicJWKSet().toString())
                        .size());
        JWKSet pem = KeySet.parse(pem(ec) + "\n# and\n" + pem(rsa));
        assertEquals(2, pem.size());
        TokenCheck check = new TokenCheck(pem, Optional.empty(), "sluice", CLOCK);
        assertTrue(check.check(TestTokens.signed(ec, JWSAlgorithm.ES256, claims().build())) instanceof Verdict.Granted);
        assertTrue(
                check.check(TestTokens.signed(rsa, JWSAlgorithm.RS256, claims().build())) instanceof Verdict.Granted);
    }

    private static String pem(JWK key) throws Exception {
        PublicKey publicKey = key instanceof ECKey curve ? curve.toPublicKey() : ((RSAKey) key).toPublicKey();
        return TestTokens.pem(publicKey);
    }

    @Test
    void keys_that_must_stay_secret_or_are_weak_are_refused() throws Exception {
        OctetSequenceKey shared = new OctetSequenceKeyGenerator(256).generate();
        RSAKey weak = new RSAKeyGenerator(1024, true).generate();
        assertEquals("a key must be EC or RSA, was oct", fault(new JWKSet(shared).toString(false)));
        assertEquals("a key must be public, was private", fault(new JWKSet(ec).toString(false)));
        assertEquals("an RSA key must have at least 2048 bits, had 1024", fault(new JWKSet(weak).toString(true)));
        assertEquals("must hold a public key, held none", fault("{\"keys\":[]}"));
        assertEquals("must hold a public key, held none", fault("nothing"));
    }

    private static String fault(String text) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> KeySet.parse(text))
                .getMessage());
    }
}
