package io.sluice.gateway.mqtt.listen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the TLS files once a second, on a thread of its own, and tells metrics and health. */
public final class TlsWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsWatch.class);

    private final ListenerTls tls;
    private final Counter reloads;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "gateway-tls-files");
        named.setDaemon(true);
        return named;
    });

    public TlsWatch(ListenerTls tls, MeterRegistry meters, HealthRegistry health) {
        this.tls = tls;
        this.reloads = Counter.builder("sluice.gateway.tls.reloads")
                .description("times that changed TLS files came into use")
                .register(meters);
        Gauge.builder("sluice.gateway.tls.fault", tls, t -> t.fault() == null ? 0 : 1)
                .description("1 where changed TLS files cannot be used and the old ones still hold")
                .register(meters);
        Gauge.builder("sluice.gateway.tls.validity", tls, TlsWatch::secondsLeft)
                .description("time until the certificate in use expires")
                .baseUnit("seconds")
                .register(meters);
        health.ready(HealthCheck.of("tls", () -> {
            String fault = tls.fault();
            // Not down: those who connect are served, and a restart would not be.
            return fault == null ? HealthState.up() : HealthState.upBut(fault);
        }));
    }

    private static double secondsLeft(ListenerTls tls) {
        return Duration.between(Instant.now(), tls.validUntil()).toMillis() / 1_000.0;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (tls.look()) {
                reloads.increment();
            }
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the TLS files could not be looked at");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
