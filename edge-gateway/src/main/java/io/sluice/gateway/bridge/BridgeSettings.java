package io.sluice.gateway.bridge;

import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;

/** Settings of the bridge to a broker that is there already; it is off without {@code bridge.url}. */
public final class BridgeSettings {
    public static final Setting<String> URL = Setting.text("bridge.url")
            .matching("mqtts?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}")
            .optional()
            .meaning("broker to take telemetry from, besides the devices that connect here: mqtt://host:port, or"
                    + " mqtts:// for TLS; MQTT 5 with shared subscriptions")
            .build();

    public static final Setting<Path> CA = Setting.path("bridge.ca")
            .optional()
            .meaning(
                    "PEM file of authorities, one of which must vouch for the broker's certificate; the JVM's where it is"
                            + " not set; read at each connect")
            .build();

    public static final Setting<String> SHARE = Setting.text("bridge.share")
            .matching("[A-Za-z0-9_.:-]{1,64}")
            .defaultsTo("sluice")
            .meaning("name of the shared subscription; gateways with the same one divide the messages between them")
            .build();

    public static final Setting<String> TOPICS = Setting.text("bridge.topics")
            .matching("[^\\s,]+(,[^\\s,]+)*")
            .defaultsTo("telemetry/#")
            .meaning("topic filters to subscribe to, several separated by commas")
            .build();

    public static final Setting<String> USER = Setting.text("bridge.user")
            .optional()
            .meaning("user name for the broker")
            .build();

    public static final Setting<Path> PASSWORD_FILE = Setting.path("bridge.password-file")
            .optional()
            .meaning("file whose first line is the password for the broker; read at each connect")
            .build();

    private BridgeSettings() {}

    /** What is wrong with them together, or with the file that they name. */
    public static List<String> faultsIn(Settings settings) {
        Path authorities = settings.find(CA).orElse(null);
        if (authorities != null && !settings.find(URL).orElse("").startsWith("mqtts://")) {
            return List.of(CA.key() + " must not be set without mqtts:// in " + URL.key() + ", was " + authorities);
        }
        try {
            new BrokerTrust(authorities).sockets();
            return List.of();
        } catch (SettingsException e) {
            return e.faults();
        }
    }

    public static List<Setting<?>> all() {
        return List.of(URL, CA, SHARE, TOPICS, USER, PASSWORD_FILE);
    }
}
