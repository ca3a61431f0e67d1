package io.sluice.gateway.batch;

import static io.sluice.gateway.batch.DrainedSpool.PUMP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.SpoolEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The drain while Kafka fails, and after. */
final class DrainCircuitTest {
    private static final int BATCHES = 10;
    private static final int MESSAGES_A_BATCH = 2;

    private DrainedSpool gateway;
    private RecordingSink sink;

    @BeforeEach
    void fillTheSpool() throws IOException {
        gateway = new DrainedSpool(MESSAGES_A_BATCH * DrainedSpool.READINGS_A_MESSAGE, 1 << 20);
        sink = gateway.sink;
        gateway.append(LongStream.rangeClosed(1, MESSAGES_A_BATCH * BATCHES)
                .mapToObj(seq -> Entries.entry(PUMP, "e1", seq))
                .toArray(SpoolEntry[]::new));
    }

    private void pass(Duration time) throws IOException {
        gateway.clock.pass(time);
        gateway.run();
    }

    private static List<Long> seqs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void a_broken_kafka_gets_one_batch_at_a_time_until_one_is_acked_and_then_all_in_order() throws IOException {
        gateway.run();
        assertEquals(seqs(1, 20), gateway.seqsSince(0));
        sink.outcomes.get(0).acked();
        for (int outage = 0; outage < 4; outage++) {
            int sent = sink.batches.size();
            sink.outcomes.get(sent - 1).failed(new IllegalStateException("outage " + outage));
            gateway.run();
            assertEquals(sent, sink.batches.size(), "it waits");
            pass(Duration.ofSeconds(1));
            assertEquals(List.of(3L, 4L), gateway.seqsSince(sent), "one batch, from the mark");
            pass(Duration.ofSeconds(5));
            assertEquals(sent + 1, sink.batches.size(), "and no other before it is answered");
        }
        int probe = sink.batches.size() - 1;
        sink.outcomes.get(probe).acked();
        gateway.run();
        assertEquals(seqs(3, 20), gateway.seqsSince(probe), "in order, without a pause");
        assertEquals(
                List.of(CircuitState.OPEN, CircuitState.HALF_OPEN),
                gateway.states.subList(0, 2),
                () -> gateway.states.toString());
        assertEquals(CircuitState.CLOSED, gateway.states.get(gateway.states.size() - 1));
    }

    @Test
    void a_kafka_that_does_not_answer_is_sent_nothing_more() throws IOException {
        gateway.run();
        int sent = sink.batches.size();
        pass(Duration.ofSeconds(10));
        assertEquals(List.of(CircuitState.OPEN), gateway.states);
        gateway.append(Entries.entry(PUMP, "e1", 21), Entries.entry(PUMP, "e1", 22));
        gateway.run();
        assertEquals(sent, sink.batches.size());
        sink.outcomes.get(0).acked();
        gateway.run();
        assertEquals(List.of(21L, 22L), gateway.seqsSince(sent));
        assertEquals(List.of(CircuitState.OPEN, CircuitState.CLOSED), gateway.states);
    }

    @Test
    void a_kafka_that_takes_nothing_is_tried_again_within_a_second() throws IOException {
        sink.isAway = true;
        for (int i = 0; i < 50; i++) {
            gateway.run();
            gateway.clock.pass(Duration.ofMillis(500));
        }
        assertEquals(List.of(CircuitState.OPEN), gateway.states);
        sink.isAway = false;
        pass(Duration.ofSeconds(1));
        assertEquals(seqs(1, 20), gateway.seqsSince(0));
        assertEquals(List.of(CircuitState.OPEN, CircuitState.CLOSED), gateway.states);
    }
}
