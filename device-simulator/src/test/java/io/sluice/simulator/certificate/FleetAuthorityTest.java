package io.sluice.simulator.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofDays(30));

    @TempDir
    static Path folder;

    private static KeyPair root;
    private static KeyPair middle;
    private static X509Certificate rootCertificate;
    private static X509Certificate middleCertificate;

    @BeforeAll
    static void found() throws Exception {
        root = keys("RSA");
        middle = keys("EC");
        rootCertificate = signed("CN=root", root, "CN=root", root, true);
        middleCertificate = signed("CN=middle", middle, "CN=root", root, true);
    }

    private static KeyPair keys(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("EC") ? 256 : 2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(String name, KeyPair its, String issuer, KeyPair by, boolean isAuthority)
            throws Exception {
        String algorithm = by.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                new X500Name(issuer),
                                BigInteger.ONE,
                                Date.from(NOW.minusSeconds(1)),
                                Date.from(END),
                                new X500Name(name),
                                its.getPublic())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                        .build(new JcaContentSignerBuilder(algorithm).build(by.getPrivate())));
    }

    private static Path pem(String name, Object... contents) throws IOException {
        Path file = folder.resolve(name);
        try (JcaPEMWriter out = new JcaPEMWriter(new FileWriter(file.toFile()))) {
            for (Object content : contents) {
                out.writeObject(content instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : content);
            }
        }
        return file;
    }

    private static X509Certificate[] shown(X509ExtendedKeyManager keys) {
        String alias = keys.chooseEngineClientAlias(new String[] {"RSA", "EC"}, null, null);
        return keys.getCertificateChain(alias);
    }

    @Test
    void a_certificate_names_its_device_in_every_way_that_a_broker_may_look_for_it() throws Exception {
        FleetAuthority authority =
                FleetAuthority.of(pem("ca.crt", rootCertificate), pem("ca.key", root.getPrivate()), NOW);
        X509Certificate[] shown = shown(authority.certified(List.of("plant-1/plc-7", "plant-1/plc-7:*")));

        assertEquals(1, shown.length, "whoever trusts a root has it");
        shown[0].verify(root.getPublic());
        assertEquals("CN=plant-1/plc-7", shown[0].getSubjectX500Principal().getName());
        assertEquals(
                List.of(List.of(6, "sluice://plant-1/plc-7"), List.of(6, "sluice://plant-1/plc-7:*")),
                List.copyOf(shown[0].getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), shown[0].getExtendedKeyUsage(), "clientAuth");
        assertEquals(-1, shown[0].getBasicConstraints());
        assertEquals(Date.from(END), shown[0].getNotAfter());
        shown[0].checkValidity(Date.from(NOW));
    }

    @Test
    void what_lies_between_a_root_and_the_fleets_authority_is_shown_along() throws Exception {
        FleetAuthority authority = FleetAuthority.of(
                pem("middle.crt", middleCertificate, rootCertificate), pem("middle.key", middle.getPrivate()), NOW);
        X509Certificate[] shown = shown(authority.certified(List.of("plant-1/pump-7")));

        assertEquals(2, shown.length);
        shown[0].verify(middle.getPublic());
        assertEquals(middleCertificate, shown[1]);
    }

    @Test
    void all_have_one_key_and_each_a_number_of_its_own() throws Exception {
        FleetAuthority authority =
                FleetAuthority.of(pem("ca.crt", rootCertificate), pem("ca.key", root.getPrivate()), NOW);
        X509ExtendedKeyManager one = authority.certified(List.of("plant-1/pump-1"));
        X509ExtendedKeyManager other = authority.certified(List.of("plant-1/pump-2"));

        assertSame(one.getPrivateKey("device"), other.getPrivateKey("device"));
        assertTrue(!shown(one)[0].getSerialNumber().equals(shown(other)[0].getSerialNumber()));
        assertNull(one.chooseEngineClientAlias(new String[] {"RSA"}, null, null), "a broker that takes no EC");
    }

    @Test
    void a_key_may_be_as_any_openssl_writes_it() throws Exception {
        FleetAuthority.of(
                pem("ca.crt", rootCertificate), pem("rsa.key", new JcaMiscPEMGenerator(root.getPrivate())), NOW);
        ASN1ObjectIdentifier curve = SECObjectIdentifiers.secp256r1;
        ECPrivateKey traditional =
                new ECPrivateKey(256, ((java.security.interfaces.ECPrivateKey) middle.getPrivate()).getS(), curve);
        Path key = pem(
                "ec.key",
                new PemObject("EC PARAMETERS", curve.getEncoded()),
                new PemObject("EC PRIVATE KEY", traditional.getEncoded()));
        FleetAuthority.of(pem("middle.crt", middleCertificate), key, NOW);
    }

    @Test
    void what_is_no_authority_is_named() throws Exception {
        Path key = pem("ca.key", root.getPrivate());
        Path leaf = pem("leaf.crt", signed("CN=leaf", middle, "CN=root", root, false));
        assertFault(certificateRule(leaf) + "has that of no authority (no CA:TRUE): CN=leaf", leaf, key, NOW);
        Path good = pem("ca.crt", rootCertificate);
        assertFault(certificateRule(good) + "is valid no longer than " + END, good, key, END.plusSeconds(1));
        Path text = Files.writeString(folder.resolve("text.crt"), "no certificate");
        assertFault(certificateRule(text) + "is something else", text, key, NOW);
        Path missing = folder.resolve("missing");
        assertFault(
                certificateRule(missing) + "cannot be read: java.nio.file.NoSuchFileException: " + missing,
                missing,
                key,
                NOW);
    }

    @Test
    void what_is_not_its_key_is_named() throws Exception {
        Path good = pem("ca.crt", rootCertificate);
        for (KeyPair wrong : Arrays.asList(keys("RSA"), middle)) {
            Path key = pem("wrong.key", wrong.getPrivate());
            assertFault("client-ca-key must be the RSA key of --client-ca, was the one in " + key, good, key, NOW);
        }
        assertFault(keyRule(good) + "has none", good, good, NOW);
        PEMEncryptor secret = new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(new BouncyCastleProvider())
                .build("secret".toCharArray());
        Path encrypted = folder.resolve("encrypted.key");
        try (JcaPEMWriter out = new JcaPEMWriter(new FileWriter(encrypted.toFile()))) {
            out.writeObject(root.getPrivate(), secret);
        }
        assertFault(keyRule(encrypted) + "is encrypted", good, encrypted, NOW);
        for (String damage : List.of("AAAA", "%%%%")) {
            Path damaged = Files.writeString(
                    folder.resolve("damaged.key"),
                    "-----BEGIN PRIVATE KEY-----\n" + damage + "\n-----END PRIVATE KEY-----\n");
            String fault = fault(good, damaged, NOW);
            assertTrue(fault.startsWith(keyRule(damaged) + "cannot be read: "), fault);
        }
    }

    private static String certificateRule(Path file) {
        return "client-ca must be a PEM file with an authority's certificate, was " + file + ", which ";
    }

    private static String keyRule(Path file) {
        return "client-ca-key must be a PEM file with a private key, was " + file + ", which ";
    }

    private static void assertFault(String expected, Path certificate, Path key, Instant now) {
        assertEquals(expected, fault(certificate, key, now));
    }

    private static String fault(Path certificate, Path key, Instant now) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> FleetAuthority.of(certificate, key, now))
                        .getMessage());
    }
}
