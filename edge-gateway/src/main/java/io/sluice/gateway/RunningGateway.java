package io.sluice.gateway;

import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.kafka.KafkaSink;
import io.sluice.gateway.mqtt.MqttFront;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.files.DiskFiles;
import io.sluice.kit.clock.ClockWatch;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs of the gateway, in the order in which it is closed, and how it is. */
record RunningGateway(
        ClockWatch clock,
        Fronts fronts,
        Spool spool,
        SpoolDrain drain,
        SpoolUpkeep upkeep,
        KafkaSink sink,
        DiskFiles files) {
    private static final Logger log = LoggerFactory.getLogger(RunningGateway.class);

    MqttFront front() {
        return fronts.mqtt();
    }

    void watch(HealthRegistry health) {
        health.live(check("spool", () -> describe("the spool failed", spool.failure())));
        health.live(check("drain", () -> describe("the drain failed", drain.failure())));
        health.ready(check("spool-room", () -> describe("the spool cannot grow", spool.growthFailure())));
        health.ready(check("spool-keeper", upkeep::fault));
        health.ready(check("kafka-topics", sink::wrong));
    }

    private static HealthCheck check(String name, Supplier<@Nullable String> fault) {
        return HealthCheck.of(name, () -> {
            String reason = fault.get();
            return reason == null ? HealthState.up() : HealthState.down(reason);
        });
    }

    private static @Nullable String describe(String what, @Nullable Throwable failure) {
        return failure == null ? null : what + ": " + failure;
    }

    /**
     * No new publishes, then what was taken becomes durable, then Kafka gets it as far as the bound allows. Once, and
     * only after everything was started.
     */
    void close(Duration bound) {
        clock.close();
        fronts.close();
        spool.close();
        drain.close(bound);
        upkeep.close();
        sink.close(Duration.ofSeconds(2));
        try {
            files.close();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("the spool's lock was not released");
        }
    }
}
