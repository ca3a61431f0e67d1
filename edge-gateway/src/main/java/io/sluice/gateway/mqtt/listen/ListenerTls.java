package io.sluice.gateway.mqtt.listen;

import io.netty.handler.ssl.SslContext;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the TLS listener shows its clients and whom it lets in, as its files say. Changed files hold for new connections
 * once {@link #look} has seen them; what cannot be used is complained of, and what was read before stays. Thread-safe.
 */
public final class ListenerTls {
    private static final Logger log = LoggerFactory.getLogger(ListenerTls.class);

    private final Settings settings;
    private volatile TlsContent content;
    private volatile @Nullable String fault;
    private List<ByteBuffer> used;
    private @Nullable List<ByteBuffer> failed;
    private String failedWhy = "";

    private ListenerTls(Settings settings, TlsContent content, List<ByteBuffer> used) {
        this.settings = settings;
        this.content = content;
        this.used = used;
    }

    /**
     * Empty without a certificate: no TLS listener then.
     *
     * @throws SettingsException where files are unreadable or do not belong together, all faults together
     */
    public static Optional<ListenerTls> load(Settings settings) throws SettingsException {
        List<ByteBuffer> bytes = TlsContent.bytes(settings);
        return TlsContent.read(settings).map(content -> new ListenerTls(settings, content, bytes));
    }

    /**
     * Reads the files anew where they have changed.
     *
     * @return whether new connections get something else from now on
     */
    public synchronized boolean look() {
        List<ByteBuffer> found = TlsContent.bytes(settings);
        if (found.equals(used)) {
            fault = null;
            failed = null;
            return false;
        }
        if (found.equals(failed)) {
            complain();
            return false;
        }
        try {
            Optional<TlsContent> read = TlsContent.read(settings);
            if (read.isPresent()) {
                take(read.get(), found);
                return true;
            }
        } catch (SettingsException e) {
            // Files are replaced one after another: it is a fault only if it is still so at the next look.
            failedWhy = String.join("; ", e.faults());
        }
        failed = found;
        return false;
    }

    private void take(TlsContent read, List<ByteBuffer> bytes) {
        content = read;
        used = bytes;
        failed = null;
        fault = null;
        log.atInfo().addKeyValue("validUntil", validUntil()).log("changed TLS files are in use for new connections");
    }

    private void complain() {
        if (!failedWhy.equals(fault)) {
            log.atError()
                    .addKeyValue("reason", failedWhy)
                    .log("changed TLS files cannot be used, the old ones still hold");
        }
        fault = failedWhy;
    }

    /** Why changed files are not in use, null where they are. */
    @Nullable
    public String fault() {
        return fault;
    }

    /**
     * Of the latest content at each handshake. With {@code tls.client-ca}, a client without a certificate of theirs
     * gets no further than the handshake.
     */
    public SslContext serverContext() {
        return new LatestContext(() -> content.context());
    }

    public Instant validUntil() {
        return content.chain().get(0).getNotAfter().toInstant();
    }

    public boolean asksClients() {
        return !content.clientAuthorities().isEmpty();
    }

    /** A connection to ourselves: trusts the one certificate that we show. */
    public Socket connectOver(Socket socket) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OnlyOurs(content.chain().get(0))}, null);
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
