package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.gateway.mqtt.TestCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    @TempDir
    Path folder;

    private X509Certificate certificate(String subjectBehindCn) throws Exception {
        TestCertificate made = TestCertificate.make(folder, "it", "EC", subjectBehindCn, "");
        return (X509Certificate) made.store().getCertificate("it");
    }

    /** What RFC 4514 writes with a + is one name of several parts. */
    @ParameterizedTest(name = "CN={0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "plant-1/pump-7; plant-1/pump-7",
                "plant-1/pump-7,O=plant; plant-1/pump-7",
                "plant-1/pump-7+C=DE; plant-1/pump-7",
                "plant-1/pump-7+OU=x; plant-1/pump-7",
                "plant-1/pump-7,CN=plant-1/pump-8; nobody",
                "plant-1/pump-7+CN=plant-1/pump-8; nobody",
                "plant-1/pump-8+C=DE,CN=plant-1/pump-7; nobody",
                "plant-1/pump-7\\, CN=plant-1/pump-8; nobody",
            })
    void the_one_common_name_is_the_device_wherever_it_stands(String subject, String speaksAs) throws Exception {
        Verdict verdict = CertificateCheck.check(certificate(subject));
        assertEquals(
                speaksAs,
                verdict instanceof Verdict.Granted granted ? granted.speaker().name() : "nobody");
    }
}
