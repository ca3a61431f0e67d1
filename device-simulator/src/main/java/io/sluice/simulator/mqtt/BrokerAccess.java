package io.sluice.simulator.mqtt;

import io.sluice.model.identity.DeviceId;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * By what devices get in at a broker. In user and password {@code {site}} and {@code {device}} stand for the device
 * that connects.
 *
 * @param trust for brokers over TLS
 * @param user null for none
 * @param password null for none; only with a user
 * @param certificate with its key, for brokers over TLS; null for none
 */
public record BrokerAccess(
        BrokerTrust trust,
        @Nullable String user,
        @Nullable String password,
        @Nullable KeyManager certificate) {
    /** Nothing is shown. */
    public static final BrokerAccess OPEN = new BrokerAccess(BrokerTrust.JVM, null, null);

    private static final String SITE = "{site}";
    private static final String DEVICE = "{device}";
    private static final DeviceId NOBODY = DeviceId.of("site", "device");

    /** Without a certificate. */
    public BrokerAccess(BrokerTrust trust, @Nullable String user, @Nullable String password) {
        this(trust, user, password, null);
    }

    /** What that device shows. */
    public BrokerAccess of(DeviceId device) {
        return new BrokerAccess(trust, filled(user, device), filled(password, device), certificate);
    }

    public BrokerAccess with(KeyManager newCertificate) {
        return new BrokerAccess(trust, user, password, newCertificate);
    }

    SSLContext tls() {
        return trust.context(certificate);
    }

    private static @Nullable String filled(@Nullable String template, DeviceId device) {
        return template == null ? null : template.replace(SITE, device.site()).replace(DEVICE, device.device());
    }

    /** Whether each device has a user of its own. */
    public boolean isPerDevice() {
        return user != null && user.contains(DEVICE);
    }

    /** Whether it says nothing sensible to a broker before it is some device's. */
    public boolean hasPlaceholders() {
        return !equals(of(NOBODY));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "user " + user + ", trusting whom " + trust;
    }
}
