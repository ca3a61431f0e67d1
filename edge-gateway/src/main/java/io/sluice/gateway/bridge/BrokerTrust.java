package io.sluice.gateway.bridge;

import io.sluice.gateway.mqtt.listen.PemFiles;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate a broker over TLS may show: one of the file's authorities, read at each connect, or of the JVM's.
 *
 * @param authorities null for the JVM's
 */
record BrokerTrust(@Nullable Path authorities) {

    /** Null where the JVM's own will do. */
    @Nullable
    SSLSocketFactory sockets() throws SettingsException {
        if (authorities == null) {
            return null;
        }
        List<String> faults = new ArrayList<>();
        List<X509Certificate> read =
                new PemFiles(faults).certificates(BridgeSettings.CA.key(), Optional.of(authorities));
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        try {
            return trusting(read).getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingsException(
                    List.of(BridgeSettings.CA.key() + " must be one that TLS can use, was " + authorities + ": " + e));
        }
    }

    private static SSLContext trusting(List<X509Certificate> read) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < read.size(); i++) {
            store.setCertificateEntry("authority-" + i, read.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** What to tell of a broker whose certificate is not taken, null where something else is the matter. */
    @Nullable
    String complaint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                String trusted = authorities == null
                        ? "the JVM trusts (" + BridgeSettings.CA.key() + " names others)"
                        : BridgeSettings.CA.key() + " names in " + authorities;
                return "the broker's certificate must be for its host and of an authority that " + trusted
                        + ", was not: " + cause.getMessage();
            }
        }
        return null;
    }
}
