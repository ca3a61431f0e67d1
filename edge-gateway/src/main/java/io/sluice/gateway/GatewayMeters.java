package io.sluice.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.gateway.batch.BatchObserver;
import io.sluice.gateway.batch.CircuitState;
import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.model.payload.rejection.RejectReason;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** What spool and drain count, a few times a group or a batch and never per message. */
final class GatewayMeters implements SpoolObserver, BatchObserver {
    private static final Logger log = LoggerFactory.getLogger(GatewayMeters.class);

    /** What a send fails with while Kafka does not answer. */
    private static final String AWAY = "TimeoutException";

    private final MeterRegistry meters;
    private final Timer fsync;
    private final DistributionSummary groupBytes;
    private final Counter appended;
    private final Counter[] rejections = new Counter[RejectReason.values().length];
    private final DistributionSummary batchReadings;
    private final DistributionSummary batchBytes;
    private final Timer send;
    private final CircuitWatch circuitWatch;
    private volatile CircuitState circuit = CircuitState.CLOSED;

    GatewayMeters(MeterRegistry meters, CircuitWatch circuitWatch) {
        this.meters = meters;
        this.circuitWatch = circuitWatch;
        this.fsync = timer("sluice.gateway.spool.fsync", "time of one fsync of the spool");
        this.groupBytes = DistributionSummary.builder("sluice.gateway.spool.group")
                .description("what one fsync made durable")
                .baseUnit("bytes")
                .register(meters);
        this.appended = messages("appended", "none");
        for (RejectReason reason : RejectReason.values()) {
            rejections[reason.ordinal()] = messages("rejected", reason.label());
        }
        this.batchReadings = DistributionSummary.builder("sluice.gateway.batch.readings")
                .description("readings of a batch")
                .register(meters);
        this.batchBytes = DistributionSummary.builder("sluice.gateway.batch")
                .description("a batch before Kafka compresses it")
                .baseUnit("bytes")
                .register(meters);
        for (CircuitState state : CircuitState.values()) {
            Gauge.builder("sluice.gateway.circuit.state", this, me -> me.circuit == state ? 1 : 0)
                    .description("1 for the state of the circuit between spool and Kafka, 0 for the others")
                    .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(meters);
        }
        Gauge.builder(
                        "sluice.gateway.circuit.age",
                        circuitWatch,
                        watch -> watch.age().toMillis() / 1_000.0)
                .description("how long Kafka has acknowledged nothing that it is sent; 0 while the circuit is closed")
                .baseUnit("seconds")
                .register(meters);
        this.send = timer("sluice.gateway.kafka.send", "a batch's way to Kafka's acknowledgement");
        errors(AWAY); // the others come with the first of them
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .register(meters);
    }

    private Counter messages(String result, String reason) {
        return Counter.builder("sluice.gateway.messages")
                .description("messages made durable; a refused publish is one")
                .tag("result", result)
                .tag("reason", reason)
                .register(meters);
    }

    void watch(Spool spool, SpoolDrain drain, Clock clock) {
        Gauge.builder("sluice.gateway.spool", spool, Spool::bytes)
                .description("what the spool takes on the disk")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("sluice.gateway.spool.queue", spool, Spool::queuedBytes)
                .description("what waits in memory to be written")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("sluice.gateway.spool.age", drain, d -> ageSeconds(d.oldestMillis(), clock))
                .description("age of the oldest record that Kafka does not have")
                .baseUnit("seconds")
                .register(meters);
    }

    private static double ageSeconds(long oldestMillis, Clock clock) {
        return oldestMillis == 0 ? 0 : Math.max(0, clock.millis() - oldestMillis) / 1_000.0;
    }

    @Override
    public void forced(long nanos, long bytes) {
        fsync.record(nanos, TimeUnit.NANOSECONDS);
        groupBytes.record(bytes);
    }

    @Override
    public void committed(int messages) {
        appended.increment(messages);
    }

    @Override
    public void rejected(RejectReason reason) {
        rejections[reason.ordinal()].increment();
    }

    @Override
    public void sealed(int messages, int readings, int bytes) {
        batchReadings.record(readings);
        batchBytes.record(bytes);
    }

    @Override
    public void acked(long nanos) {
        send.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void circuit(CircuitState state) {
        circuit = state;
        circuitWatch.became(state);
        LoggingEventBuilder line = log.atLevel(state == CircuitState.OPEN ? Level.WARN : Level.INFO)
                .addKeyValue("state", state);
        if (state == CircuitState.OPEN) {
            line = line.addKeyValue("cause", circuitWatch.cause());
        }
        line.log("the circuit between spool and kafka has changed");
    }

    @Override
    public void failed(Throwable cause) {
        circuitWatch.failed(cause);
        errors(cause.getClass().getSimpleName()).increment();
    }

    private Counter errors(String error) {
        return Counter.builder("sluice.gateway.kafka.errors")
                .description("sends that failed for good and began again at the mark")
                .tag("error", error)
                .register(meters);
    }
}
