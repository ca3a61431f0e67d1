package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The drain while Kafka fails, and after. */
final class DrainCircuitTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");
    private static final int BATCHES = 10;

    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private final List<CircuitState> states = new ArrayList<>();
    private Spool spool;
    private Drain drain;

    @BeforeEach
    void fillTheSpool() throws IOException {
        spool = Spool.open(
                new MemoryFiles(),
                new SpoolOptions(1, 1 << 20, 4 << 20, 1 << 20),
                SpoolObserver.NONE,
                new LedgerBook(),
                clock,
                new Random(1));
        spool.onCommit(new CommitListener() {
            @Override
            public void committed(List<Object> tokens) {}

            @Override
            public void failed(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
        BatchObserver told = new BatchObserver() {
            @Override
            public void circuit(CircuitState state) {
                states.add(state);
            }
        };
        // A batch of two messages, each of three readings.
        DrainOptions options = new DrainOptions(6, 10_000, Duration.ofMillis(10), Duration.ofMillis(250), 1 << 20);
        drain = new Drain(spool, sink, sink, options, told, () -> {});
        for (long seq = 1; seq <= 2 * BATCHES; seq++) {
            assertTrue(spool.tryAppend(Entries.entry(PUMP, "e1", seq), seq));
        }
        spool.step();
    }

    private void run() throws IOException {
        for (int i = 0; i < 200 && drain.step(clock.nanos()) == 0; i++) {}
    }

    private List<Long> seqsSince(int batch) {
        List<Long> seqs = new ArrayList<>();
        for (TelemetryBatch sent : sink.batches.subList(batch, sink.batches.size())) {
            for (DeviceBlock block : sent.blocks()) {
                for (CountedMessage counted : block.messages()) {
                    seqs.add(counted.message().seq());
                }
            }
        }
        return seqs;
    }

    private static List<Long> seqs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void a_broken_kafka_gets_one_batch_at_a_time_until_one_is_acked_and_then_all_in_order() throws IOException {
        run();
        assertEquals(seqs(1, 20), seqsSince(0));
        sink.outcomes.get(0).acked();
        for (int outage = 0; outage < 4; outage++) {
            int sent = sink.batches.size();
            sink.outcomes.get(sent - 1).failed(new IllegalStateException("outage " + outage));
            run();
            assertEquals(sent, sink.batches.size(), "it waits");
            clock.pass(Duration.ofSeconds(1));
            run();
            assertEquals(List.of(3L, 4L), seqsSince(sent), "one batch, from the mark");
            clock.pass(Duration.ofSeconds(5));
            run();
            assertEquals(sent + 1, sink.batches.size(), "and no other before it is answered");
        }
        int probe = sink.batches.size() - 1;
        sink.outcomes.get(probe).acked();
        run();
        assertEquals(seqs(3, 20), seqsSince(probe), "in order, without a pause");
        assertEquals(List.of(CircuitState.OPEN, CircuitState.HALF_OPEN), states.subList(0, 2), () -> states.toString());
        assertEquals(CircuitState.CLOSED, states.get(states.size() - 1));
    }

    @Test
    void a_kafka_that_does_not_answer_is_sent_nothing_more() throws IOException {
        run();
        int sent = sink.batches.size();
        clock.pass(Duration.ofSeconds(10));
        run();
        assertEquals(List.of(CircuitState.OPEN), states);
        spool.tryAppend(Entries.entry(PUMP, "e1", 21), 21L);
        spool.tryAppend(Entries.entry(PUMP, "e1", 22), 22L);
        spool.step();
        run();
        assertEquals(sent, sink.batches.size());
        sink.outcomes.get(0).acked();
        run();
        assertEquals(List.of(21L, 22L), seqsSince(sent));
        assertEquals(List.of(CircuitState.OPEN, CircuitState.CLOSED), states);
    }

    @Test
    void a_kafka_that_takes_nothing_is_tried_again_within_a_second() throws IOException {
        sink.isAway = true;
        for (int i = 0; i < 50; i++) {
            run();
            clock.pass(Duration.ofMillis(500));
        }
        assertEquals(List.of(CircuitState.OPEN), states);
        sink.isAway = false;
        clock.pass(Duration.ofSeconds(1));
        run();
        assertEquals(seqs(1, 20), seqsSince(0));
        assertEquals(List.of(CircuitState.OPEN, CircuitState.CLOSED), states);
    }
}
