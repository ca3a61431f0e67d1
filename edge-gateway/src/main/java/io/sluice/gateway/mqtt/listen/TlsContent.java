package io.sluice.gateway.mqtt.listen;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.gateway.access.SecretFile;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What the files of the TLS listener say, as they were when they were read.
 *
 * @param clientAuthorities empty where clients are asked for no certificate
 */
record TlsContent(
        List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities, SslContext context) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /**
     * Empty without a certificate.
     *
     * @throws SettingsException where files are unreadable or do not belong together, all faults together
     */
    static Optional<TlsContent> read(Settings settings) throws SettingsException {
        Optional<Path> certificate = settings.find(MqttSettings.TLS_CERTIFICATE);
        Optional<Path> key = settings.find(MqttSettings.TLS_KEY);
        Optional<Path> authorities = settings.find(MqttSettings.TLS_CLIENT_CA);
        List<String> faults = new ArrayList<>();
        if (certificate.isEmpty()) {
            key.ifPresent(path -> faults.add("tls.key must not be set without tls.certificate, was " + path));
            authorities.ifPresent(
                    path -> faults.add("tls.client-ca must not be set without tls.certificate, was " + path));
        } else if (key.isEmpty()) {
            faults.add("tls.key must be set where tls.certificate is, was not");
        }
        PemFiles files = new PemFiles(faults);
        List<X509Certificate> chain = files.certificates(MqttSettings.TLS_CERTIFICATE.key(), certificate);
        Optional<PrivateKey> privateKey =
                chain.isEmpty() ? Optional.empty() : files.privateKey(MqttSettings.TLS_KEY.key(), key, chain.get(0));
        List<X509Certificate> clients = files.certificates(MqttSettings.TLS_CLIENT_CA.key(), authorities);
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        key.ifPresent(path -> SecretFile.warnIfOpenToOthers(MqttSettings.TLS_KEY, path));
        return privateKey.isEmpty() ? Optional.empty() : Optional.of(TlsContent.of(chain, privateKey.get(), clients));
    }

    /** What the files hold; one that cannot be read as if it were empty. */
    static List<ByteBuffer> bytes(Settings settings) {
        List<ByteBuffer> bytes = new ArrayList<>();
        for (Setting<Path> setting :
                List.of(MqttSettings.TLS_CERTIFICATE, MqttSettings.TLS_KEY, MqttSettings.TLS_CLIENT_CA)) {
            Optional<Path> file = settings.find(setting);
            try {
                bytes.add(ByteBuffer.wrap(file.isEmpty() ? new byte[0] : Files.readAllBytes(file.get())));
            } catch (IOException e) {
                bytes.add(ByteBuffer.allocate(0));
            }
        }
        return bytes;
    }

    private static TlsContent of(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities)
            throws SettingsException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS);
            if (!clientAuthorities.isEmpty()) {
                builder.clientAuth(ClientAuth.REQUIRE).trustManager(clientAuthorities);
            }
            return new TlsContent(chain, key, clientAuthorities, builder.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new SettingsException(List.of("tls.certificate must be one that TLS can use, was not: " + e));
        }
    }
}
