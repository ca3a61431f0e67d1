package io.sluice.gateway.mqtt.listen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files that settings name; what is wrong with them is added to a list of faults, never their content. */
public final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final List<String> faults;

    public PemFiles(List<String> faults) {
        this.faults = faults;
    }

    /** Empty without a file, or where it is at fault. */
    public List<X509Certificate> certificates(String setting, Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        String rule = setting + " must be a PEM file of X.509 certificates, was ";
        try (InputStream in = Files.newInputStream(file.get())) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                faults.add(rule + file.get() + ", which has none");
            }
            return found;
        } catch (IOException e) {
            faults.add(rule + file.get() + ", which cannot be read: " + e);
        } catch (CertificateException e) {
            faults.add(rule + file.get() + ", which is something else");
        }
        return List.of();
    }

    /** Empty without a file, or where it is at fault. */
    Optional<PrivateKey> privateKey(String setting, Optional<Path> file, X509Certificate certificate) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String rule = setting + " must be a PEM file with an unencrypted PKCS #8 private key (BEGIN PRIVATE KEY), was ";
        try {
            Matcher block = KEY.matcher(Files.readString(file.get(), StandardCharsets.ISO_8859_1));
            if (block.find()) {
                return matching(setting, file.get(), Base64.getMimeDecoder().decode(block.group(1)), certificate);
            }
            faults.add(rule + file.get() + ", which has none");
        } catch (IOException e) {
            faults.add(rule + file.get() + ", which cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            faults.add(rule + file.get() + ", which is not Base64");
        }
        return Optional.empty();
    }

    private Optional<PrivateKey> matching(String setting, Path file, byte[] encoded, X509Certificate certificate) {
        PublicKey expected = certificate.getPublicKey();
        try {
            PrivateKey key =
                    KeyFactory.getInstance(expected.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (belongTogether(key, expected)) {
                return Optional.of(key);
            }
        } catch (GeneralSecurityException e) {
            // A key of another algorithm, or one that cannot sign: the fault is the same.
        }
        faults.add(setting + " must be the " + expected.getAlgorithm() + " key of tls.certificate, was the one in "
                + file);
        return Optional.empty();
    }

    private static boolean belongTogether(PrivateKey key, PublicKey expected) throws GeneralSecurityException {
        String algorithm = switch (expected.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> expected.getAlgorithm();
        };
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(expected);
        verifying.update(probe);
        return verifying.verify(signature);
    }
}
