package io.sluice.gateway.access;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public keys of {@code mqtt.jwt.keys}: a JWK set (RFC 7517), or PEM blocks BEGIN PUBLIC KEY. */
final class KeySet {
    private static final int MIN_RSA_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private KeySet() {}

    /** @throws IllegalArgumentException for anything but public keys of EC or RSA */
    static JWKSet parse(String text) {
        JWKSet keys = text.stripLeading().startsWith("{") ? jwks(text) : pem(text);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("must hold a public key, held none");
        }
        for (JWK key : keys.getKeys()) {
            check(key);
        }
        return keys;
    }

    private static void check(JWK key) {
        if (!KeyType.EC.equals(key.getKeyType()) && !KeyType.RSA.equals(key.getKeyType())) {
            throw new IllegalArgumentException("a key must be EC or RSA, was " + key.getKeyType());
        }
        if (key.isPrivate()) {
            throw new IllegalArgumentException("a key must be public, was private");
        }
        if (key instanceof RSAKey rsa && rsa.size() < MIN_RSA_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key must have at least " + MIN_RSA_BITS + " bits, had " + rsa.size());
        }
    }

    private static JWKSet jwks(String text) {
        try {
            return JWKSet.parse(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("must be a JWK set, was other JSON");
        }
    }

    private static JWKSet pem(String text) {
        List<JWK> keys = new ArrayList<>();
        Matcher block = PEM.matcher(text);
        while (block.find()) {
            keys.add(jwk(Base64.getMimeDecoder().decode(block.group(1))));
        }
        return new JWKSet(keys);
    }

    private static JWK jwk(byte[] encoded) {
        PublicKey key = publicKey(encoded);
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec && Curve.forECParameterSpec(ec.getParams()) != null) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        throw new IllegalArgumentException("a PEM block must be an RSA key or one of P-256, P-384 or P-521, was not");
    }

    private static PublicKey publicKey(byte[] encoded) {
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // Of the other algorithm, then, or of none.
            }
        }
        throw new IllegalArgumentException("a PEM block must be an RSA or EC public key, was not");
    }
}
