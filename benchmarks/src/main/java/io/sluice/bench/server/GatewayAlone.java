package io.sluice.bench.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.GatewaySettings;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AccessSettings;
import io.sluice.gateway.batch.BatchObserver;
import io.sluice.gateway.batch.DrainOptions;
import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.mqtt.MqttFront;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolClock;
import io.sluice.gateway.spool.SpoolKeeper;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.gateway.spool.files.DiskFiles;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.metrics.PrometheusMeters;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The gateway's own parts, wired as the gateway wires them, but without Kafka. */
public final class GatewayAlone {
    private static final IdentityStamper.Identity UNDECIDED = new IdentityStamper.Identity("undecided", 1);
    private static final int PARTITIONS = 4;
    private static final long SPOOL_CAP = 16L << 30;

    /** How far a message goes. */
    public enum Extent {
        /** Decoded, into the spool, acknowledged: and stays there. */
        SPOOL("gate + spool"),
        /** Also read back, batched and encoded, for a sink that takes all at once. */
        BATCH("gate + spool + batch");

        private final String label;

        Extent(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private GatewayAlone() {}

    /** @param args extent, spool's folder, certificate, key, and the file of passwords or nothing */
    public static void main(String[] args) throws Exception {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        Settings settings = settings(Path.of(args[2]), Path.of(args[3]), args[4]);
        MeterRegistry meters = PrometheusMeters.create();
        LedgerBook book = new LedgerBook();
        SpoolOptions options = new SpoolOptions(
                PARTITIONS,
                settings.get(GatewaySettings.SPOOL_SEGMENT),
                SPOOL_CAP,
                settings.get(GatewaySettings.SPOOL_QUEUE));
        Spool spool = Spool.open(
                DiskFiles.open(Path.of(args[1])),
                options,
                SpoolObserver.NONE,
                book,
                SpoolClock.of(Clock.systemUTC()),
                new SecureRandom());
        MqttFront front = front(settings, spool, meters);
        spool.start();
        if (Extent.valueOf(args[0]) == Extent.BATCH) {
            drain(spool, book, settings);
        }
        front.start();
        System.out.println(
                "ready tcp=" + front.port() + " tls=" + front.tlsPort().orElse(0));
        Parent.serve();
        System.exit(0);
    }

    private static Settings settings(Path certificate, Path key, String passwords) {
        List<Setting<?>> all = new ArrayList<>(CommonSettings.all());
        all.addAll(GatewaySettings.all());
        Settings defaults = Settings.defaults(all);
        Settings settings =
                passwords.isEmpty() ? defaults : defaults.with(AccessSettings.PASSWORDS, Path.of(passwords));
        return settings.with(MqttSettings.PORT, 0)
                .with(MqttSettings.WEBSOCKET_PORT, 0)
                .with(MqttSettings.TLS_PORT, 0)
                .with(MqttSettings.TLS_CERTIFICATE, certificate)
                .with(MqttSettings.TLS_KEY, key);
    }

    private static MqttFront front(Settings settings, Spool spool, MeterRegistry meters) throws SettingsException {
        return new MqttFront(
                settings,
                new MqttFront.Locks(ListenerTls.load(settings).orElse(null), Access.load(settings, Clock.systemUTC())),
                spool,
                new PayloadDecoder(PayloadLimits.defaults(), device -> UNDECIDED),
                meters,
                new HealthRegistry());
    }

    private static void drain(Spool spool, LedgerBook book, Settings settings) throws IOException {
        DrainOptions options = DrainOptions.withLinger(
                settings.get(GatewaySettings.BATCH_LINGER), settings.get(GatewaySettings.KAFKA_IN_FLIGHT));
        SpoolDrain drain =
                new SpoolDrain(spool, new InstantSink(), TelemetryBatchCodec::encode, options, BatchObserver.NONE);
        drain.start();
        SpoolKeeper keeper = spool.keeper(book, Duration.ofMinutes(1).toNanos());
        ScheduledExecutorService upkeep =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spool-keeper"));
        upkeep.scheduleWithFixedDelay(() -> keep(keeper, book, drain), 1, 1, TimeUnit.SECONDS);
    }

    private static void keep(SpoolKeeper keeper, LedgerBook book, SpoolDrain drain) {
        try {
            book.absorb();
            keeper.tick(drain.mark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
