package io.sluice.ingest.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.screen.DeadLetter;
import io.sluice.ingest.screen.Screened;
import io.sluice.ingest.screen.Verdict;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * What ingest counts for Prometheus, as it happens: a batch that is processed again after an aborted transaction counts
 * again here, and only here. The ledger is exact. Thread-safe.
 */
final class IngestMeters {
    private final Map<Verdict, Counter> messages = new EnumMap<>(Verdict.class);
    private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
    private final Counter repeated;
    private final Counter readings;
    private final Counter batches;
    private final Counter replacedThreads;
    /** Of some epochs they are more than a long holds. */
    private final DoubleAdder missing = new DoubleAdder();

    IngestMeters(MeterRegistry registry) {
        for (Verdict verdict : Verdict.values()) {
            messages.put(verdict, messages(registry, verdict.label()));
        }
        repeated = messages(registry, "repeated");
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("sluice.ingest.rejected")
                            .description("Publishes that went to the dead letters")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        readings = Counter.builder("sluice.ingest.readings")
                .description("Readings of new messages")
                .register(registry);
        batches = Counter.builder("sluice.ingest.batches")
                .description("Batches screened")
                .register(registry);
        replacedThreads = Counter.builder("sluice.ingest.threads.replaced")
                .description("Stream threads that died and were replaced")
                .register(registry);
        Gauge.builder("sluice.ingest.missing", missing, DoubleAdder::sum)
                .description("Messages that devices produced, by their seq, and that did not come")
                .register(registry);
    }

    private static Counter messages(MeterRegistry registry, String outcome) {
        return Counter.builder("sluice.ingest.messages")
                .description("Messages by what they turned out to be")
                .tag("outcome", outcome)
                .register(registry);
    }

    void screened(Screened screened) {
        batches.increment();
        repeated.increment(screened.repeated());
        screened.verdicts().forEach((verdict, count) -> counter(verdict).increment(count));
        for (DeadLetter letter : screened.deadLetters()) {
            if (letter instanceof DeadLetter.Refused refused) {
                rejected(refused.message().reason());
            }
        }
        readings.increment((double) readingsIn(screened));
    }

    private Counter counter(Verdict verdict) {
        return messages.getOrDefault(verdict, repeated);
    }

    private static long readingsIn(Screened screened) {
        long readings = 0;
        for (DeviceBlock block : screened.clean().blocks()) {
            for (CountedMessage counted : block.messages()) {
                readings += counted.message().size();
            }
        }
        return readings;
    }

    void rejected(RejectReason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void missingChanged(double difference) {
        missing.add(difference);
    }

    void threadReplaced() {
        replacedThreads.increment();
    }
}
