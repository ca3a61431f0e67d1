package io.sluice.gateway.mqtt.listen;

import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.kit.settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of the device listeners, and of who may connect to them. */
public final class MqttSettings {
    public static final Setting<Integer> PORT = Setting.integer("mqtt.port")
            .between(0, 65535)
            .defaultsTo(1883)
            .meaning("MQTT listener for devices; 0 picks a free port")
            .build();

    public static final Setting<Integer> WEBSOCKET_PORT = Setting.integer("mqtt.websocket.port")
            .between(0, 65535)
            .defaultsTo(8083)
            .meaning("MQTT over WebSocket, path /mqtt; 0 picks a free port")
            .build();

    public static final Setting<Integer> TLS_PORT = Setting.integer("mqtt.tls.port")
            .between(0, 65535)
            .defaultsTo(8883)
            .meaning("MQTT over TLS 1.2 and 1.3, off without tls.certificate; 0 picks a free port")
            .build();

    public static final Setting<Path> TLS_CERTIFICATE = Setting.file("tls.certificate")
            .optional()
            .meaning("PEM file of the gateway's certificate and those that vouch for it; turns mqtt.tls.port on")
            .build();

    public static final Setting<Path> TLS_KEY = Setting.file("tls.key")
            .optional()
            .meaning("PEM file of the certificate's private key, PKCS #8, unencrypted")
            .build();

    public static final Setting<Path> TLS_CLIENT_CA = Setting.file("tls.client-ca")
            .optional()
            .meaning(
                    "PEM file of authorities: on mqtt.tls.port only clients with a certificate of theirs get in, and it"
                            + " says for which device they speak")
            .build();

    public static final Setting<Long> MAX_PACKET_BYTES = Setting.bytes("mqtt.max-packet")
            .between(1024L, 1L << 20)
            .defaultsTo(256L << 10)
            .meaning("largest MQTT packet; a longer one closes the connection")
            .build();

    public static final Setting<Boolean> LOCAL_READINGS = Setting.flag("mqtt.local-readings")
            .defaultsTo(false)
            .meaning("clients may subscribe to telemetry/#: readings follow, at most once, when they are durable")
            .build();

    public static final Setting<Boolean> LOCAL_TOPICS = Setting.flag("mqtt.local-topics")
            .defaultsTo(false)
            .meaning("topics beside telemetry and commands are a plain broker's, without the promise of durability")
            .build();

    public static final Setting<String> FORMATS = Setting.text("mqtt.formats")
            .optional()
            .meaning("filter=content-type, several separated by commas: the format of publishes that name none; the"
                    + " first filter that matches the topic decides")
            .build();

    public static final Setting<Boolean> QUOTA_ANSWER = Setting.flag("mqtt.quota-answer")
            .defaultsTo(false)
            .meaning("MQTT 5 clients are answered 0x97 while the spool is full, for those that send again after it;"
                    + " otherwise acknowledgements are withheld")
            .build();

    private MqttSettings() {}

    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(AccessSettings.all());
        all.addAll(LimitSettings.all());
        all.addAll(List.of(
                PORT,
                WEBSOCKET_PORT,
                TLS_PORT,
                TLS_CERTIFICATE,
                TLS_KEY,
                TLS_CLIENT_CA,
                MAX_PACKET_BYTES,
                LOCAL_READINGS,
                LOCAL_TOPICS,
                FORMATS,
                QUOTA_ANSWER));
        return List.copyOf(all);
    }
}
