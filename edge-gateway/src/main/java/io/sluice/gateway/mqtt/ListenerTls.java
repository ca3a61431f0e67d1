package io.sluice.gateway.mqtt;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What the TLS listener shows its clients and whom it lets in, as the files said at start. */
public final class ListenerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<X509Certificate> clientAuthorities;

    private ListenerTls(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.clientAuthorities = List.copyOf(clientAuthorities);
    }

    /**
     * Empty without a certificate: no TLS listener then.
     *
     * @throws SettingsException where files are unreadable or do not belong together, all faults together
     */
    public static Optional<ListenerTls> load(Settings settings) throws SettingsException {
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
        return privateKey.map(found -> new ListenerTls(chain, found, clients));
    }

    /** With {@code tls.client-ca}, a client without a certificate of theirs gets no further than the handshake. */
    SslContext serverContext() throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS);
        if (!clientAuthorities.isEmpty()) {
            builder.clientAuth(ClientAuth.REQUIRE).trustManager(clientAuthorities);
        }
        return builder.build();
    }

    Instant validUntil() {
        return chain.get(0).getNotAfter().toInstant();
    }

    boolean asksClients() {
        return !clientAuthorities.isEmpty();
    }

    /** A connection to ourselves: trusts the one certificate that we show. */
    Socket connectOver(Socket socket) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OnlyOurs(chain.get(0))}, null);
            return context.getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new SSLException("the JVM must know TLS, did not", e);
        }
    }

    private record OnlyOurs(X509Certificate ours) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] shown, String keyType) throws CertificateException {
            if (!shown[0].equals(ours)) {
                throw new CertificateException(
                        "the listener must show tls.certificate, showed " + shown[0].getSubjectX500Principal());
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String keyType) throws CertificateException {
            throw new CertificateException("this is a client's, was asked about a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
