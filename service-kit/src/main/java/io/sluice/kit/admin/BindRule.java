package io.sluice.kit.admin;

import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No listener leaves loopback without authentication, unless {@code allow.anonymous} says that it may. */
public final class BindRule {
    private static final Logger log = LoggerFactory.getLogger(BindRule.class);

    private BindRule() {}

    /**
     * The address for a listener, and a warning where it is open to anyone.
     *
     * @param authenticated whether the listener asks everyone who they are
     * @throws SettingsException where the address is unknown or not allowed; the message says how to configure it
     */
    public static InetAddress address(Settings settings, boolean authenticated) throws SettingsException {
        InetAddress address = check(settings, authenticated);
        if (!address.isLoopbackAddress() && !authenticated) {
            log.atWarn()
                    .addKeyValue("bindAddress", address.getHostAddress())
                    .log("anyone who reaches this address may publish and read, as allow.anonymous permits");
        }
        return address;
    }

    /** {@link #address} of a listener that speaks HTTP, without the warning. */
    public static void checkHttp(Settings settings) throws SettingsException {
        check(settings, HttpGuard.from(settings).isOn());
    }

    /** {@link #address} without the warning. */
    public static InetAddress check(Settings settings, boolean authenticated) throws SettingsException {
        InetAddress address = resolve(settings.get(CommonSettings.BIND_ADDRESS));
        if (!address.isLoopbackAddress() && !authenticated && !settings.get(CommonSettings.ALLOW_ANONYMOUS)) {
            throw new SettingsException(List.of("bind.address must be a loopback address while there is no"
                    + " authentication, was " + settings.get(CommonSettings.BIND_ADDRESS)
                    + "; leave bind.address at 127.0.0.1, or configure authentication (http.token-file for HTTP;"
                    + " mqtt.passwords, mqtt.jwt.keys or tls.client-ca for MQTT), or set allow.anonymous=true"
                    + " (SLUICE_ALLOW_ANONYMOUS=true) if everyone who reaches it may publish and read"));
        }
        return address;
    }

    private static InetAddress resolve(String host) throws SettingsException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new SettingsException(List.of("bind.address must be an address of this machine, was " + host));
        }
    }
}
