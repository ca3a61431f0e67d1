package io.sluice.jobs.rollup;

import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.Tier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One device's state under an engine with a clock by hand; what was written, decoded. */
final class EngineRun {
    private final RollupEngine engine;
    private DevicePanes state = new DevicePanes(Blocks.PUMP);
    private final Map<String, byte[]> shelved = new HashMap<>();
    private final EpochShelf shelf = new EpochShelf() {
        @Override
        public byte @Nullable [] get(String epoch) {
            return shelved.get(epoch);
        }

        @Override
        public void put(String epoch, byte[] row) {
            shelved.put(epoch, row);
        }
    };
    long now;
    final List<Rollup> rollups = new ArrayList<>();
    final List<TelemetryBatch> late = new ArrayList<>();
    final List<DeviceCounted> ledger = new ArrayList<>();

    EngineRun(long now) {
        this(now, 0);
    }

    EngineRun(long now, int generation) {
        this.now = now;
        this.engine = new RollupEngine(generation, 4, RollupCounters.NONE);
    }

    EngineRun take(ReadingBlock block) {
        engine.onBlock(state, shelf, block, now, this::write);
        return this;
    }

    /** Lets the clock run, firing whenever something is due, as a timer would. */
    EngineRun runTo(long millis) {
        while (engine.nextDueMillis(state) <= millis) {
            now = Math.max(now, engine.nextDueMillis(state));
            engine.onTime(state, now, this::write);
        }
        now = millis;
        return this;
    }

    /** As a stop and a start do. */
    void restore(byte[] snapshot) throws IOException {
        state = DevicePanesCodec.read(new DataInputStream(new ByteArrayInputStream(snapshot)));
    }

    byte[] snapshot() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DevicePanesCodec.write(state, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    DevicePanes state() {
        return state;
    }

    List<Rollup> of(Tier tier) {
        return rollups.stream().filter(rollup -> rollup.tier() == tier).toList();
    }

    DeviceCounted lastLedger() {
        return ledger.get(ledger.size() - 1);
    }

    /** What a reader ends up with: the highest revision of each window, the later record on a tie. */
    TreeMap<String, Rollup> upserted() {
        TreeMap<String, Rollup> best = new TreeMap<>();
        for (Rollup rollup : rollups) {
            String key = rollup.series() + " " + rollup.tier() + " " + rollup.startMillis();
            best.merge(key, rollup, (old, next) -> next.revision() >= old.revision() ? next : old);
        }
        return best;
    }

    private void write(Outcome outcome) {
        try {
            switch (outcome.target()) {
                case LATE -> late.add(TelemetryBatchCodec.decode(outcome.value()));
                case LEDGER ->
                    ledger.add(LedgerRecord.parseFrom(outcome.value()).getDeviceCounted());
                default -> rollups.add(RollupCodec.decode(outcome.value()));
            }
        } catch (Exception e) {
            throw new AssertionError("outcome must be readable, was not", e);
        }
    }
}
