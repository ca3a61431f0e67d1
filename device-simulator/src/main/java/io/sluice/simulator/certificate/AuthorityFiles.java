package io.sluice.simulator.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.encoders.DecoderException;

/** Reads the two files of an authority; messages never have the key's content. */
final class AuthorityFiles {
    private AuthorityFiles() {}

    /** The authority's own first. */
    static List<X509Certificate> certificates(Path file, Instant now) {
        String rule = "client-ca must be a PEM file with an authority's certificate, was " + file + ", which ";
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(rule + "has none");
            }
            X509Certificate own = found.get(0);
            if (own.getBasicConstraints() < 0) {
                throw new IllegalArgumentException(
                        rule + "has that of no authority (no CA:TRUE): " + own.getSubjectX500Principal());
            }
            if (own.getNotAfter().before(Date.from(now))) {
                throw new IllegalArgumentException(
                        rule + "is valid no longer than " + own.getNotAfter().toInstant());
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException(rule + "cannot be read: " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(rule + "is something else", e);
        }
    }

    static PrivateKey privateKey(Path file) {
        String rule = "client-ca-key must be a PEM file with a private key, was " + file + ", which ";
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser pem = new PEMParser(in)) {
            // Beside its parameters, which openssl writes before an EC key.
            for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                } else if (found instanceof PrivateKeyInfo key) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                } else if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new IllegalArgumentException(rule + "is encrypted");
                }
            }
            throw new IllegalArgumentException(rule + "has none");
        } catch (IOException | DecoderException e) {
            throw new IllegalArgumentException(rule + "cannot be read: " + e, e);
        }
    }
}
