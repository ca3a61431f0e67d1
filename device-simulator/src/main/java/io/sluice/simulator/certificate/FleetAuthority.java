package io.sluice.simulator.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates of a fleet, each with its device's name. All have one key (EC, P-256), since that is what a
 * test fleet can do without: a key each would cost more than the certificates. For one thread.
 */
public final class FleetAuthority {
    private static final String URI_PREFIX = "sluice://";
    private static final int SERIAL_BITS = 127; // positive, and within the 20 bytes of RFC 5280

    private final X509Certificate authority;
    private final List<X509Certificate> above;
    private final ContentSigner signer;
    private final KeyPair devicesKey;
    private final Date notBefore;
    private final SecureRandom random = new SecureRandom();

    private FleetAuthority(List<X509Certificate> chain, PrivateKey key, Instant now)
            throws GeneralSecurityException, OperatorException {
        authority = chain.get(0);
        above = chain.stream()
                .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .toList();
        signer = new JcaContentSignerBuilder(algorithm(key)).build(key);
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        devicesKey = keys.generateKeyPair();
        notBefore = Date.from(now.minusSeconds(3600)); // for brokers whose clock is behind ours
    }

    /**
     * @param certificate PEM; further ones in the file are those above it, and shown along, but for a root
     * @param key PEM, not encrypted
     * @throws IllegalArgumentException unless the two are an authority that is valid now
     */
    public static FleetAuthority of(Path certificate, Path key, Instant now) {
        List<X509Certificate> chain = AuthorityFiles.certificates(certificate, now);
        PrivateKey own = AuthorityFiles.privateKey(key);
        try {
            FleetAuthority made = new FleetAuthority(chain, own, now);
            made.certificate(List.of("probe/probe")).verify(made.authority.getPublicKey());
            return made;
        } catch (GeneralSecurityException | OperatorException e) {
            throw new IllegalArgumentException(
                    "client-ca-key must be the " + chain.get(0).getPublicKey().getAlgorithm()
                            + " key of --client-ca, was the one in " + key,
                    e);
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new IllegalArgumentException("client-ca-key must be an EC or RSA key, was " + key.getAlgorithm());
        };
    }

    /**
     * What a client shows that speaks for these, each {@code site/device} or a pattern. The first is the common name,
     * and all are alternative names {@code sluice://site/device}. Valid as long as the authority.
     */
    public X509ExtendedKeyManager certified(List<String> names) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate(names));
        chain.addAll(above);
        return new OneIdentity(devicesKey.getPrivate(), chain.toArray(X509Certificate[]::new));
    }

    private X509Certificate certificate(List<String> names) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, names.get(0))
                .build();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                new BigInteger(SERIAL_BITS, random).setBit(0),
                notBefore,
                authority.getNotAfter(),
                subject,
                devicesKey.getPublic());
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(GeneralName.uniformResourceIdentifier, URI_PREFIX + name))
                .toArray(GeneralName[]::new);
        try {
            builder.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of " + names + " must be made, was not", e);
        }
    }
}
