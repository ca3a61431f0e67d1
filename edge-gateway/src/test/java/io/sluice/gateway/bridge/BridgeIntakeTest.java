package io.sluice.gateway.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BridgeIntakeTest {
    private final Log log = new Log();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BridgeIntake intake = intake(log, Runnable::run);
    private final Connection connection = new Connection();

    /** A log that commits when told to and has room when told to. */
    private static final class Log implements DurableLog {
        private final List<SpoolEntry> taken = new ArrayList<>();
        private final List<Object> tokens = new ArrayList<>();
        private boolean isFull;
        private @Nullable CommitListener commits;
        private @Nullable Runnable resume;

        @Override
        public boolean tryAppend(SpoolEntry entry, Object token) {
            return !isFull && taken.add(entry) && tokens.add(token);
        }

        @Override
        public List<Exchange> openExchanges() {
            return List.of();
        }

        @Override
        public boolean hasOpenExchange(String session) {
            return false;
        }

        @Override
        public List<Will> openWills() {
            return List.of();
        }

        @Override
        public void onCommit(CommitListener listener) {
            commits = listener;
        }

        @Override
        public boolean isAccepting() {
            return !isFull;
        }

        @Override
        public void onResume(Runnable listener) {
            resume = listener;
        }

        void commit() {
            Objects.requireNonNull(commits).committed(List.copyOf(tokens));
            tokens.clear();
        }

        void makeRoom() {
            isFull = false;
            Objects.requireNonNull(resume).run();
        }

        List<Long> seqs() {
            return taken.stream()
                    .map(entry ->
                            ((SpoolEntry.Messages) entry).messages().get(0).seq())
                    .toList();
        }
    }

    private static final class Connection implements Delivery {
        private final List<Integer> acknowledged = new ArrayList<>();
        private boolean isOver;

        @Override
        public boolean isOpen() {
            return !isOver;
        }

        @Override
        public void askAfter(Decoded.Rejected rejected, String topic, long nowMillis) {}

        @Override
        public void acknowledge(int packetId) {
            acknowledged.add(packetId);
        }
    }

    private BridgeIntake intake(Log into, Executor answers) {
        return new BridgeIntake(
                into,
                new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("none", 1)),
                Clock.systemUTC(),
                new BridgeMeters(meters),
                answers);
    }

    private void arrives(int packetId, int qos, String payload, Connection on) {
        intake.arrived(arrival(packetId, qos, payload, on));
    }

    private static Arrival arrival(int packetId, int qos, String payload, Connection on) {
        return new Arrival(
                "telemetry/plant/pump", qos, packetId, null, null, payload.getBytes(StandardCharsets.UTF_8), on);
    }

    private static String message(int seq) {
        return "{\"epoch\":\"e1\",\"seq\":" + seq + ",\"values\":{\"t\":" + seq + "}}";
    }

    @Test
    void a_message_is_acknowledged_when_it_is_durable_and_not_before() {
        arrives(7, 1, message(1), connection);
        arrives(3, 1, message(2), connection);
        assertEquals(List.of(), connection.acknowledged);
        assertFalse(intake.isQuiet());
        log.commit();
        assertEquals(List.of(7, 3), connection.acknowledged);
        assertTrue(intake.isQuiet());
    }

    @Test
    void what_is_refused_becomes_a_durable_dead_letter_and_is_acknowledged() {
        arrives(1, 1, "{broken", connection);
        assertEquals(
                RejectReason.NOT_PARSABLE,
                assertInstanceOf(SpoolEntry.Rejected.class, log.taken.get(0))
                        .rejection()
                        .reason());
        assertEquals(List.of(), connection.acknowledged);
        log.commit();
        assertEquals(List.of(1), connection.acknowledged);
    }

    @Test
    void messages_wait_for_room_and_keep_their_order_and_qos_0_is_dropped_and_counted() {
        log.isFull = true;
        arrives(1, 1, message(1), connection);
        arrives(0, 0, message(9), connection);
        log.isFull = false;
        arrives(2, 1, message(2), connection);
        assertEquals(List.of(), log.seqs());
        assertEquals(2, intake.waiting());
        log.makeRoom();
        arrives(3, 1, message(3), connection);
        assertEquals(List.of(1L, 2L, 3L), log.seqs());
        log.commit();
        assertEquals(List.of(1, 2, 3), connection.acknowledged);
        assertEquals(
                1,
                meters.counter("sluice.gateway.bridge.messages", "result", "dropped")
                        .count());
    }

    @Test
    void an_answer_goes_to_the_connection_that_its_message_came_by() {
        Connection later = new Connection();
        arrives(1, 1, message(1), connection);
        arrives(1, 1, message(1), later);
        log.commit();
        assertEquals(List.of(1), connection.acknowledged);
        assertEquals(List.of(1), later.acknowledged);
    }

    @Test
    void what_waits_is_given_up_with_its_connection_since_it_comes_again() {
        log.isFull = true;
        Connection later = new Connection();
        arrives(1, 1, message(1), connection);
        arrives(1, 1, message(1), later);
        connection.isOver = true;
        intake.abandon();
        log.makeRoom();
        log.commit();
        assertEquals(List.of(1L), log.seqs());
        assertEquals(List.of(1), later.acknowledged);
    }

    @Test
    void what_arrives_late_from_a_connection_that_is_over_is_left_to_the_next_unless_it_does_not_come_again() {
        connection.isOver = true;
        arrives(1, 1, message(1), connection);
        arrives(0, 0, message(2), connection);
        assertEquals(List.of(2L), log.seqs());
    }

    @Test
    void closed_it_takes_nothing_and_still_acknowledges_what_it_took() {
        arrives(1, 1, message(1), connection);
        intake.close();
        arrives(2, 1, message(2), connection);
        log.commit();
        assertEquals(List.of(1L), log.seqs());
        assertEquals(List.of(1), connection.acknowledged);
    }

    @Test
    void what_becomes_durable_after_the_bridge_has_ended_is_answered_by_nobody_and_harms_no_one() {
        ExecutorService answers = Executors.newSingleThreadExecutor();
        Log late = new Log();
        BridgeIntake closing = intake(late, answers);
        closing.arrived(arrival(1, 1, message(1), connection));
        closing.close();
        answers.shutdownNow();
        late.commit();
        assertEquals(List.of(), connection.acknowledged);
    }

    @Test
    void qos_0_is_stored_and_answered_by_nobody() {
        arrives(0, 0, message(1), connection);
        log.commit();
        assertEquals(List.of(1L), log.seqs());
        assertEquals(List.of(), connection.acknowledged);
    }
}
