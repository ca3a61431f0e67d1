package io.sluice.gateway;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.batch.DrainOptions;
import io.sluice.gateway.bridge.BridgeSettings;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsCheck;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.TopicFormats;
import io.sluice.model.payload.draft.PayloadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The edge gateway's settings, those of its MQTT listener included. */
public final class GatewaySettings {
    /**
     * What is refused takes at most nine times its packet in the spool, most of it for the identities found in it, so
     * that there is always room to keep it. Accepted messages may take more, and are refused where they do not fit.
     */
    private static final long RECORD_PER_PACKET = 12;

    public static final Setting<Long> SPOOL_SEGMENT = Setting.bytes("spool.segment")
            .between(1L << 20, 1L << 30)
            .defaultsTo(64L << 20)
            .meaning("size of a spool segment, which is preallocated; at least 12 times mqtt.max-packet")
            .build();

    public static final Setting<Long> SPOOL_CAP = Setting.bytes("spool.cap")
            .atLeast(2L << 20)
            .defaultsTo(4L << 30)
            .meaning(
                    "what the spool may take on the disk; full, it withholds acknowledgements and never drops, until what"
                            + " Kafka has is older than spool.keep")
            .build();

    public static final Setting<Long> SPOOL_QUEUE = Setting.bytes("spool.queue")
            .between(1L << 20, 1L << 30)
            .defaultsTo(16L << 20)
            .meaning("what may wait in memory to be written to the spool")
            .build();

    public static final Setting<Duration> SPOOL_KEEP = Setting.duration("spool.keep")
            .between(Duration.ofSeconds(1), Duration.ofDays(1))
            .defaultsTo(Duration.ofMinutes(1))
            .meaning("how long records stay after Kafka acknowledged them, to be sent again after a loss of power")
            .build();

    public static final Setting<Duration> BATCH_LINGER = Setting.duration("batch.linger")
            .between(Duration.ZERO, Duration.ofSeconds(10))
            .defaultsTo(Duration.ofMillis(10))
            .meaning("how long a batch waits for more readings")
            .build();

    public static final Setting<Long> KAFKA_IN_FLIGHT = Setting.bytes("kafka.in-flight")
            .between(1L << 20, 1L << 30)
            .defaultsTo(16L << 20)
            .meaning("batches that may wait for Kafka's acknowledgement")
            .build();

    public static final Setting<Duration> DRAIN_TIMEOUT = Setting.duration("gateway.drain-timeout")
            .between(Duration.ZERO, Duration.ofHours(1))
            .defaultsTo(Duration.ofSeconds(10))
            .meaning("how long a stopping gateway waits for Kafka to take what is in the spool")
            .build();

    public static final Setting<Integer> PAYLOAD_MAX_DEPTH = Setting.integer("payload.max-depth")
            .between(2, 64)
            .defaultsTo(PayloadLimits.defaults().maxDepth())
            .meaning("nesting of a JSON payload")
            .build();

    /** Two bytes tell them where jobs keep what comes. */
    public static final Setting<Integer> PAYLOAD_MAX_READINGS = Setting.integer("payload.max-readings")
            .between(1, 65_535)
            .defaultsTo(PayloadLimits.defaults().maxReadings())
            .meaning("readings of one message")
            .build();

    public static final Setting<Duration> PAYLOAD_MAX_AGE = Setting.duration("payload.max-age")
            .between(Duration.ofSeconds(1), Duration.ofDays(36_500))
            .defaultsTo(PayloadLimits.defaults().maxAge())
            .meaning("how far a message's ts may lie behind the gateway's clock")
            .build();

    public static final Setting<Duration> PAYLOAD_MAX_AHEAD = Setting.duration("payload.max-ahead")
            .between(Duration.ZERO, Duration.ofDays(1))
            .defaultsTo(PayloadLimits.defaults().maxAhead())
            .meaning("how far a message's ts may lie ahead of the gateway's clock")
            .build();

    private GatewaySettings() {}

    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(MqttSettings.all());
        all.addAll(BridgeSettings.all());
        all.addAll(List.of(
                SPOOL_SEGMENT,
                SPOOL_CAP,
                SPOOL_QUEUE,
                SPOOL_KEEP,
                BATCH_LINGER,
                KAFKA_IN_FLIGHT,
                DRAIN_TIMEOUT,
                PAYLOAD_MAX_DEPTH,
                PAYLOAD_MAX_READINGS,
                PAYLOAD_MAX_AGE,
                PAYLOAD_MAX_AHEAD));
        return List.copyOf(all);
    }

    /** What a setting alone cannot show: sizes that do not fit, rules that are none, files that say nothing. */
    public static List<SettingsCheck> checks() {
        List<SettingsCheck> checks = new ArrayList<>(Access.checks());
        checks.addAll(List.of(
                settings -> SettingsException.throwIfAny(spoolFaults(settings)),
                settings -> SettingsException.throwIfAny(formatFaults(settings)),
                settings -> SettingsException.throwIfAny(BridgeSettings.faultsIn(settings)),
                ListenerTls::load,
                settings -> BindRule.check(settings, asksEveryone(settings))));
        return checks;
    }

    /** Whoever has authorities for certificates lets nobody in without one where there is no other way to ask. */
    private static boolean asksEveryone(Settings settings) {
        return Stream.of(AccessSettings.PASSWORDS, AccessSettings.JWT_KEYS, MqttSettings.TLS_CLIENT_CA)
                .anyMatch(setting -> settings.find(setting).isPresent());
    }

    private static List<String> formatFaults(Settings settings) {
        return settings.find(MqttSettings.FORMATS).map(TopicFormats::faultsIn).orElse(List.of()).stream()
                .map(fault -> MqttSettings.FORMATS.key() + ": " + fault)
                .toList();
    }

    private static List<String> spoolFaults(Settings settings) {
        long segment = settings.get(SPOOL_SEGMENT);
        long cap = settings.get(SPOOL_CAP);
        long packet = settings.get(MqttSettings.MAX_PACKET_BYTES);
        List<String> faults = new ArrayList<>();
        if (segment < RECORD_PER_PACKET * packet) {
            faults.add("spool.segment must be at least " + RECORD_PER_PACKET + " times mqtt.max-packet of " + packet
                    + " bytes, was " + segment);
        }
        if (cap < 2 * segment) {
            faults.add("spool.cap must be at least twice spool.segment of " + segment + " bytes, was " + cap);
        }
        return faults;
    }

    /** Of settings that are checked. */
    static SpoolOptions spool(Settings settings) {
        return new SpoolOptions(
                settings.get(CommonSettings.PARTITIONS),
                settings.get(SPOOL_SEGMENT),
                settings.get(SPOOL_CAP),
                settings.get(SPOOL_QUEUE));
    }

    /** Of settings that are checked. */
    static TopicFormats formats(Settings settings) {
        return settings.find(MqttSettings.FORMATS).map(TopicFormats::parse).orElse(TopicFormats.NONE);
    }

    static DrainOptions drain(Settings settings) {
        return DrainOptions.withLinger(settings.get(BATCH_LINGER), settings.get(KAFKA_IN_FLIGHT));
    }

    static PayloadLimits payload(Settings settings) {
        return new PayloadLimits(
                Math.toIntExact(settings.get(MqttSettings.MAX_PACKET_BYTES)),
                settings.get(PAYLOAD_MAX_DEPTH),
                settings.get(PAYLOAD_MAX_READINGS),
                settings.get(PAYLOAD_MAX_AGE),
                settings.get(PAYLOAD_MAX_AHEAD),
                spool(settings).maxMessagesBytes());
    }
}
