package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.Target;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Collects what all runs of a test write, as topics would keep it. */
final class CollectingSink implements Sink<Outcome> {
    private static final long serialVersionUID = 1;
    private static final Map<String, List<Outcome>> WRITTEN = new ConcurrentHashMap<>();

    private final String test;

    CollectingSink(String test) {
        this.test = test;
    }

    @Override
    public SinkWriter<Outcome> createWriter(WriterInitContext context) {
        List<Outcome> written = written();
        return new SinkWriter<>() {
            @Override
            public void write(Outcome outcome, Context writing) {
                written.add(outcome);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    /** The highest revision of each window, the later record on a tie. */
    TreeMap<String, Rollup> rollups() throws Exception {
        TreeMap<String, Rollup> best = new TreeMap<>();
        for (Outcome outcome : written()) {
            if (outcome.target() != Target.LEDGER && outcome.target() != Target.LATE) {
                Rollup rollup = RollupCodec.decode(outcome.value());
                best.merge(
                        rollup.series() + " " + rollup.tier() + " " + rollup.startMillis(),
                        rollup,
                        (old, next) -> next.revision() >= old.revision() ? next : old);
            }
        }
        return best;
    }

    /** The last fact of each row. */
    Map<String, DeviceCounted> ledger() throws Exception {
        Map<String, DeviceCounted> rows = new HashMap<>();
        for (Outcome outcome : written()) {
            if (outcome.target() == Target.LEDGER) {
                LedgerRecord record = LedgerRecord.parseFrom(outcome.value());
                rows.put(LedgerKey.of(record), record.getDeviceCounted());
            }
        }
        return rows;
    }

    private List<Outcome> written() {
        return WRITTEN.computeIfAbsent(test, name -> new CopyOnWriteArrayList<>());
    }

    long counted() throws Exception {
        return ledger().values().stream().mapToLong(DeviceCounted::getCounted).sum();
    }
}
