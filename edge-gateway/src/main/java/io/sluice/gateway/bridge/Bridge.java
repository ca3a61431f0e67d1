package io.sluice.gateway.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.PayloadDecoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's second front: telemetry from a broker that is there already. A thread of its own connects, and again
 * with growing pauses whenever the connection is lost. A broker that is away makes nothing unhealthy, it keeps the
 * messages; one that refuses us makes the gateway not ready, and its word is shown.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(10);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_MILLIS = 5;

    private final Subscription subscription;
    private final KeptSubscriptions kept;
    private final BridgeMeters meters;
    private final BridgeIntake intake;
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "bridge-answers"));
    private final Thread thread = new Thread(this::run, "bridge");
    private volatile boolean isClosing;
    private volatile @Nullable BrokerConnection connection;
    private volatile @Nullable String refusal;

    /**
     * @param settings with {@code bridge.url} set
     * @param durableLog the bridge's own view of the log, not yet committing
     * @param spoolId names this gateway to the broker, and is kept beside the data
     * @param files the spool's folder
     */
    public Bridge(
            Settings settings,
            DurableLog durableLog,
            String spoolId,
            SpoolFiles files,
            PayloadDecoder decoder,
            MeterRegistry registry,
            HealthRegistry health) {
        this.subscription = new Subscription(
                Subscription.serverUri(settings.get(BridgeSettings.URL)),
                new BrokerTrust(settings.find(BridgeSettings.CA).orElse(null)),
                "sluice-" + spoolId,
                Subscription.shared(settings.get(BridgeSettings.SHARE), settings.get(BridgeSettings.TOPICS)),
                settings.find(BridgeSettings.USER).orElse(null),
                settings.find(BridgeSettings.PASSWORD_FILE).orElse(null),
                Math.toIntExact(settings.get(MqttSettings.MAX_PACKET_BYTES)));
        this.kept = new KeptSubscriptions(files, subscription.serverUri());
        this.meters = new BridgeMeters(registry);
        this.intake = new BridgeIntake(durableLog, decoder, Clock.systemUTC(), meters, answers);
        meters.watch(() -> connection != null, intake::waiting);
        health.ready(HealthCheck.of("bridge", this::health));
    }

    private HealthState health() {
        String reason = refusal;
        return reason == null ? HealthState.up() : HealthState.down(reason);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!isClosing) {
                if (serveOnce()) {
                    pause = FIRST_PAUSE;
                }
                intake.abandon();
                if (!isClosing) {
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    /** One connection from its beginning to its end; whether it came about. */
    private boolean serveOnce() throws InterruptedException {
        BrokerConnection open;
        try {
            open = BrokerConnection.open(subscription, kept, intake::arrived);
        } catch (RefusedException e) {
            failed(e.getMessage(), e);
            refusal = e.getMessage();
            return false;
        } catch (SettingsException e) {
            // The file was good at the start: someone is changing it, or has to.
            failed("its authorities cannot be read", e);
            return false;
        } catch (MqttException | IOException e) {
            failed("the broker cannot be reached", e);
            return false;
        }
        refusal = null;
        connection = open;
        meters.connected();
        log.atInfo()
                .addKeyValue("broker", subscription.serverUri())
                .addKeyValue("filters", subscription.filters())
                .addKeyValue("client", subscription.clientId())
                .log("bridge subscribed");
        try {
            open.awaitLost();
        } finally {
            connection = null;
            open.close();
        }
        log.atWarn().addKeyValue("broker", subscription.serverUri()).log("bridge lost its connection");
        return true;
    }

    private void failed(@Nullable String what, Exception cause) {
        log.atWarn()
                .addKeyValue("broker", subscription.serverUri())
                .addKeyValue("cause", cause.getMessage())
                .log("bridge has no subscription: {}", what);
    }

    /** Takes nothing more, and acknowledges what becomes durable within two seconds. The broker keeps the rest. */
    @Override
    public void close() {
        isClosing = true;
        intake.close();
        long deadlineNanos = System.nanoTime() + CLOSE_NANOS;
        try {
            while (!intake.isQuiet() && System.nanoTime() - deadlineNanos < 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            BrokerConnection open = connection;
            if (open != null) {
                open.close();
            }
            thread.interrupt();
            thread.join(CLOSE_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answers.shutdown();
    }
}
