package io.sluice.simulator.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates brokers may show over TLS. Immutable. */
public final class BrokerTrust {
    /** Those of the authorities that the JVM trusts. */
    public static final BrokerTrust JVM = new BrokerTrust("the JVM trusts (--ca names others)", null);

    private final String whom;
    private final TrustManagerFactory managers;

    private BrokerTrust(String whom, @Nullable KeyStore authorities) {
        this.whom = whom;
        try {
            managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JVM must know whom it trusts, did not", e);
        }
    }

    /** @throws IllegalArgumentException unless the file is PEM, with a certificate or more */
    public static BrokerTrust ofAuthorities(Path file) {
        String rule = "ca must be a PEM file of X.509 certificates, was " + file + ", which ";
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException(rule + "has none");
            }
            return new BrokerTrust("--ca names in " + file, store(authorities));
        } catch (IOException e) {
            throw new IllegalArgumentException(rule + "cannot be read: " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(rule + "is something else", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(rule + "TLS cannot use: " + e, e);
        }
    }

    private static KeyStore store(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    /**
     * For one device, which shows that where it is asked: it may resume a TLS session of its own, but not another's,
     * which would spare the broker the handshakes that a real fleet costs it.
     */
    SSLContext context(@Nullable KeyManager shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown == null ? null : new KeyManager[] {shown}, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JVM must have TLS, had none", e);
        }
    }

    /** A client's side of a connection, which also looks whether the certificate is for that host. */
    static SSLEngine engine(SSLContext context, BrokerAddress broker) {
        SSLEngine engine = context.createSSLEngine(broker.host(), broker.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Ends a sentence about an authority. */
    @Override
    public String toString() {
        return whom;
    }
}
