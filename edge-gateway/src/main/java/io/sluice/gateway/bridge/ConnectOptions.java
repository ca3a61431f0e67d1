package io.sluice.gateway.bridge;

import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** With what the bridge connects. */
final class ConnectOptions {
    /** What the broker may send without an answer, and so the most that waits for room in the spool. */
    private static final int RECEIVE_MAXIMUM = 1_000;

    /** How long the broker shall keep what it has for us while we are away. */
    private static final long SESSION_SECONDS = 7 * 24 * 3600;

    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private ConnectOptions() {}

    /** The password is read anew: it may have been changed since the last connection. */
    static MqttConnectionOptions of(Subscription wanted) throws IOException, SettingsException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        SSLSocketFactory sockets = wanted.trust().sockets();
        if (sockets != null) {
            options.setSocketFactory(sockets);
        }
        if (wanted.user() != null) {
            options.setUserName(wanted.user());
        }
        Path passwordFile = wanted.passwordFile();
        if (passwordFile != null) {
            String password = Files.readString(passwordFile).lines().findFirst().orElse("");
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }
}
