package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A spool of one partition in memory and its drain, both stepped by hand; what is sent is in the sink. */
final class DrainedSpool {
    static final DeviceId PUMP = DeviceId.of("plant", "pump");
    static final DeviceId FAN = DeviceId.of("plant", "fan");
    static final int READINGS_A_MESSAGE = 3;
    static final Duration LINGER = Duration.ofMillis(10);

    final ManualClock clock = new ManualClock();
    final RecordingSink sink = new RecordingSink();
    final List<CircuitState> states = new ArrayList<>();
    final Spool spool;
    final Drain drain;

    private static final class NoOne implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** @param inFlightBytes of which a batch takes 4 */
    DrainedSpool(int maxReadings, long inFlightBytes) throws IOException {
        spool = Spool.open(
                new MemoryFiles(),
                new SpoolOptions(1, 1 << 20, 4 << 20, 1 << 20),
                SpoolObserver.NONE,
                new LedgerBook(),
                clock,
                new Random(1));
        spool.onCommit(new NoOne());
        BatchObserver observer = new BatchObserver() {
            @Override
            public void circuit(CircuitState state) {
                states.add(state);
            }
        };
        DrainOptions options = new DrainOptions(maxReadings, 10_000, LINGER, Duration.ofMillis(250), inFlightBytes);
        drain = new Drain(spool, sink, sink, options, observer, () -> {});
    }

    /** In one group. */
    void append(SpoolEntry... entries) {
        for (SpoolEntry entry : entries) {
            assertTrue(spool.tryAppend(entry, entry));
        }
        spool.step();
    }

    /** One message for each seq, which has a batch of its own. */
    void sendOneByOne(long... seqs) throws IOException {
        for (long seq : seqs) {
            append(Entries.entry(PUMP, "e1", seq));
            run();
            linger();
        }
    }

    /** As far as it goes without time passing. */
    void run() throws IOException {
        for (int i = 0; i < 200 && drain.step(clock.nanos()) == 0; i++) {}
    }

    void linger() throws IOException {
        clock.pass(LINGER);
        run();
    }

    /** A batch by its blocks, as in {@code pump/e1 counter:seq counter:seq; }. */
    String sent(int batch) {
        StringBuilder shown = new StringBuilder();
        for (DeviceBlock block : sink.batches.get(batch).blocks()) {
            shown.append(block.device().device()).append('/').append(block.epoch());
            for (CountedMessage counted : block.messages()) {
                shown.append(' ')
                        .append(counted.counter())
                        .append(':')
                        .append(counted.message().seq());
            }
            shown.append("; ");
        }
        sink.batches
                .get(batch)
                .rejected()
                .forEach(rejected -> shown.append("rejected ").append(rejected.counter()));
        return shown.toString();
    }

    List<Long> seqsSince(int batch) {
        List<Long> seqs = new ArrayList<>();
        for (TelemetryBatch sent : sink.batches.subList(batch, sink.batches.size())) {
            for (DeviceBlock block : sent.blocks()) {
                block.messages().forEach(counted -> seqs.add(counted.message().seq()));
            }
        }
        return seqs;
    }
}
