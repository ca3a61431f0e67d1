package io.sluice.gateway.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate with its key, made by the JDK's keytool, as a key store and as PEM files. */
public record TestCertificate(KeyStore store, Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static TestCertificate make(Path folder, String name, String algorithm) throws Exception {
        return make(folder, name, algorithm, name, "");
    }

    /** That may vouch for others. */
    public static TestCertificate authority(Path folder, String name, String algorithm) throws Exception {
        return make(folder, name, algorithm, name, "", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    }

    /** @param uris further alternative names, each {@code ,uri:…} */
    public static TestCertificate make(Path folder, String name, String algorithm, String commonName, String uris)
            throws Exception {
        return make(folder, name, algorithm, commonName, uris, new String[0]);
    }

    private static TestCertificate make(
            Path folder, String name, String algorithm, String commonName, String uris, String... more)
            throws Exception {
        Path file = folder.resolve(name + ".p12");
        keytool(
                List.of("-genkeypair", "-alias", "it", "-keyalg", algorithm, "-dname", "CN=" + commonName),
                List.of("-validity", "2", "-ext", "san=ip:127.0.0.1,dns:localhost" + uris),
                List.of(more),
                List.of("-storetype", "PKCS12", "-storepass", "changeit", "-keystore", file.toString()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestCertificate(
                store,
                pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        store.getCertificate("it").getEncoded()),
                pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        store.getKey("it", PASSWORD).getEncoded()));
    }

    @SafeVarargs
    private static void keytool(List<String>... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (List<String> part : arguments) {
            builder.command().addAll(part);
        }
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool must make a certificate, said: " + output);
        }
    }

    public static Path pem(Path file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    PrivateKey privateKey() throws GeneralSecurityException {
        return (PrivateKey) store.getKey("it", PASSWORD);
    }

    /** A client's: trusts this one, and shows the other if there is one. */
    public SSLContext trusting(@Nullable TestCertificate shown) throws GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        trusted.setCertificateEntry("it", store.getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown == null ? null : shown.store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
