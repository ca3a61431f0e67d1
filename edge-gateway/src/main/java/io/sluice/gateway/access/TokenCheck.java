package io.sluice.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a JWT (RFC 7519) speaks for. It must be signed with ES256, ES384, ES512, RS256…512 or PS256…512 by a key of the
 * set, and have {@code sub}, {@code exp} and {@code aud}. The claim {@code devices}, a list of patterns, says for which
 * devices; without it {@code sub} is {@code site/device}. Immutable.
 */
final class TokenCheck {
    private static final String DEVICES = "devices";
    private static final Set<JWSAlgorithm> SIGNATURES = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);

    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TokenCheck(JWKSet keys, Optional<String> issuer, String audience, Clock clock) {
        this.clock = clock;
        processor.setJWSKeySelector(new Keys(keys));
        processor.setJWTClaimsSetVerifier(new Claims(issuer, audience, clock));
    }

    /** By the header's key id, or any where the key has none, as those of PEM files. */
    private static final class Keys extends JWSVerificationKeySelector<SecurityContext> {
        Keys(JWKSet keys) {
            super(SIGNATURES, new ImmutableJWKSet<>(keys));
        }

        @Override
        protected @Nullable JWKMatcher createJWKMatcher(JWSHeader header) {
            JWKMatcher byId = super.createJWKMatcher(header);
            return byId == null || header.getKeyID() == null
                    ? byId
                    : new JWKMatcher.Builder(byId)
                            .keyIDs(header.getKeyID(), null)
                            .build();
        }
    }

    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        Claims(Optional<String> issuer, String audience, Clock clock) {
            super(
                    Collections.singleton(audience), // the library asks it for null, which Set.of does not take
                    issuer.map(name -> new JWTClaimsSet.Builder().issuer(name).build())
                            .orElse(null),
                    Set.of("sub", "exp"),
                    null);
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /** Whether a password is meant as a token: three parts, the first of which is the Base64 of a JSON object. */
    static boolean isToken(String password) {
        return password.startsWith("eyJ")
                && password.chars().filter(c -> c == '.').count() == 2;
    }

    Verdict check(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            // The library grants a minute for clocks that differ. That is well for nbf; what is over is over.
            Instant until = claims.getExpirationTime().toInstant();
            return clock.instant().isBefore(until) ? speaker(claims, until) : new Verdict.Refused(Denial.EXPIRED);
        } catch (ExpiredJWTException e) {
            return new Verdict.Refused(Denial.EXPIRED);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return new Verdict.Refused(Denial.BAD_TOKEN);
        }
    }

    private static Verdict speaker(JWTClaimsSet claims, Instant until) throws ParseException {
        String name = claims.getSubject();
        List<String> texts = claims.getClaim(DEVICES) == null ? List.of(name) : claims.getStringListClaim(DEVICES);
        List<DevicePattern> devices = texts.stream()
                .flatMap(text -> text == null ? Stream.empty() : DevicePattern.tryParse(text).stream())
                .toList();
        boolean isUsable =
                !devices.isEmpty() && devices.size() == texts.size() && name.length() <= Credentials.MAX_USER_LENGTH;
        return isUsable
                ? new Verdict.Granted(new Speaker(Speaker.Proof.TOKEN, name, devices, Optional.of(until)))
                : new Verdict.Refused(Denial.NO_DEVICE);
    }
}
