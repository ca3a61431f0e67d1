package io.sluice.gateway.bridge;

import io.sluice.kit.settings.Setting;
import java.nio.file.Path;
import java.util.List;

/** Settings of the bridge to a broker that is there already; it is off without {@code bridge.url}. */
public final class BridgeSettings {
    public static final Setting<String> URL = Setting.text("bridge.url")
            .matching("mqtts?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}")
            .optional()
            .meaning("broker to take telemetry from, besides the devices that connect here: mqtt://host:port, or"
                    + " mqtts:// with a certificate that the JVM trusts; MQTT 5 with shared subscriptions")
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

    public static List<Setting<?>> all() {
        return List.of(URL, SHARE, TOPICS, USER, PASSWORD_FILE);
    }
}
