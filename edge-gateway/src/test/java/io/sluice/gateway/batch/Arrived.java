package io.sluice.gateway.batch;

import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.message.DeviceMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is in Kafka, seen as ingest sees it: a counter that was seen before is dropped. */
final class Arrived {
    private final List<TreeMap<Long, Object>> byCounter = new ArrayList<>();
    private final Map<String, Integer> copies = new HashMap<>();
    private final Map<String, Long> lastSeqs = new HashMap<>();
    private final Map<String, Set<Long>> stampedSeqs = new TreeMap<>();
    private final StringBuilder disorder = new StringBuilder();

    static Arrived from(UnreliableKafka kafka) {
        Arrived arrived = new Arrived();
        for (int p = 0; p < SimulatedGateway.PARTITIONS; p++) {
            arrived.byCounter.add(new TreeMap<>());
            for (TelemetryBatch batch : kafka.log(p)) {
                arrived.take(p, batch);
            }
        }
        return arrived;
    }

    private void take(int partition, TelemetryBatch batch) {
        for (DeviceBlock block : batch.blocks()) {
            for (CountedMessage counted : block.messages()) {
                if (byCounter.get(partition).putIfAbsent(counted.counter(), counted.message()) == null) {
                    take(counted.message());
                }
            }
        }
        for (RejectedMessage rejected : batch.rejected()) {
            if (byCounter.get(partition).putIfAbsent(rejected.counter(), rejected) == null) {
                copies.merge(new String(rejected.payload(), StandardCharsets.UTF_8), 1, Integer::sum);
            }
        }
    }

    private void take(DeviceMessage message) {
        if (message.provenance().identityStamped()) {
            copies.merge("stamped-" + (long) message.number(0), 1, Integer::sum);
            stampedSeqs
                    .computeIfAbsent(message.device() + " " + message.epoch(), e -> new HashSet<>())
                    .add(message.seq());
            return;
        }
        String device = message.device().toString();
        copies.merge(device + "#" + message.seq(), 1, Integer::sum);
        long last = lastSeqs.getOrDefault(device, 0L);
        if (message.seq() > last + 1) {
            disorder.append(device)
                    .append(": ")
                    .append(message.seq())
                    .append(" after ")
                    .append(last)
                    .append('\n');
        }
        lastSeqs.put(device, Math.max(last, message.seq()));
    }

    /** How often a message was stored: copies that differ by their counters. */
    int copies(String name) {
        return copies.getOrDefault(name, 0);
    }

    String holes() {
        StringBuilder holes = new StringBuilder();
        for (int p = 0; p < byCounter.size(); p++) {
            TreeMap<Long, Object> counters = byCounter.get(p);
            if (!counters.isEmpty() && counters.lastKey() + 1 != counters.size()) {
                holes.append(p).append(": ").append(counters.keySet()).append('\n');
            }
        }
        return holes.toString();
    }

    String disorder() {
        return disorder.toString();
    }

    String gapsInStampedSeqs() {
        StringBuilder gaps = new StringBuilder();
        stampedSeqs.forEach((epoch, seqs) -> {
            if (seqs.stream().mapToLong(Long::longValue).max().orElse(0) != seqs.size()) {
                gaps.append(epoch).append(": ").append(seqs).append('\n');
            }
        });
        return gaps.toString();
    }

    /** The ledger that a plain loop over what arrived comes to. */
    Map<String, String> ledger(String spool) {
        SpoolLedger ledger = new SpoolLedger(spool, byCounter.size());
        for (int p = 0; p < byCounter.size(); p++) {
            for (Object each : byCounter.get(p).values()) {
                if (each instanceof DeviceMessage message) {
                    ledger.append(message.device(), message.epoch(), p, message.seq());
                } else {
                    ledger.appendRejected(p);
                }
            }
        }
        Map<String, String> terms = new TreeMap<>();
        ledger.partitionFacts(0, fact -> terms.put(LedgerKey.of(fact), terms(fact)));
        ledger.deviceFacts(0, Integer.MAX_VALUE, fact -> terms.put(LedgerKey.of(fact), terms(fact)));
        return terms;
    }

    static String terms(LedgerRecord fact) {
        return fact.toBuilder().clearAsOfMillis().build().toString();
    }
}
