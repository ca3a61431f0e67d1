package io.sluice.gateway.bridge;

import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/** Settings of the bridge to a broker that is there already; it is off without {@code bridge.url}. */
public final class BridgeSettings {
    public static final Setting<String> URL = Setting.text("bridge.url")
            .matching("mqtts?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}")
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
            .matching("[^\\s\\p{Cc},]+(,[^\\s\\p{Cc},]+)*")
            .defaultsTo("telemetry/#")
            .meaning("topic filters to subscribe to, several separated by commas; no topic may match two of them")
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

    /** What is wrong with them together, with what they name, or where a pattern cannot tell. */
    public static List<String> faultsIn(Settings settings) {
        List<String> faults = new ArrayList<>();
        String url = settings.find(URL).orElse("");
        if (!url.isEmpty() && !isAddress(url)) {
            faults.add(URL.key() + " must name a host and a port from 1 to 65535, was " + url);
        }
        faults.addAll(faultsInFilters(settings.get(TOPICS).split(",")));
        Path authorities = settings.find(CA).orElse(null);
        if (authorities != null && !url.startsWith("mqtts://")) {
            faults.add(CA.key() + " must not be set without mqtts:// in " + URL.key() + ", was " + authorities);
            return faults;
        }
        try {
            new BrokerTrust(authorities).sockets();
        } catch (SettingsException e) {
            faults.addAll(e.faults());
        }
        return faults;
    }

    /** Each is a share of its own, so that what two of them match would come twice. */
    private static List<String> faultsInFilters(String[] filters) {
        List<String> faults = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (String filter : filters) {
            if (isFilter(filter)) {
                good.stream()
                        .filter(other -> TopicFilters.overlap(other, filter))
                        .map(other -> TOPICS.key() + " must not match a topic twice, was " + other + " and " + filter)
                        .forEach(faults::add);
                good.add(filter);
            } else {
                faults.add(TOPICS.key() + " must be MQTT topic filters, was " + filter);
            }
        }
        return faults;
    }

    private static boolean isAddress(String url) {
        try {
            URI address = new URI(url);
            return address.getHost() != null && address.getPort() >= 1 && address.getPort() <= 0xffff;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** As Paho judges it, which would throw when it subscribes. */
    private static boolean isFilter(String filter) {
        try {
            MqttTopicValidator.validate(filter, true, true);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static List<Setting<?>> all() {
        return List.of(URL, CA, SHARE, TOPICS, USER, PASSWORD_FILE);
    }
}
