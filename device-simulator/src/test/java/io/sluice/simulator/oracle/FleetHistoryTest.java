package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetHistoryTest {
    private final FleetHistory history = new FleetHistory();
    private final BootHistory boot = history.boot(DeviceId.parse("plant-1/pump-1"), "e0");

    @Test
    void what_was_acknowledged_and_not_delivered_is_named() {
        settle(Outcome.ACKED);
        settle(Outcome.ACKED);
        settle(Outcome.UNKNOWN);
        settle(Outcome.REFUSED);
        settle(Outcome.NEVER_SENT);

        List<Finding> missing = history.missingFrom(Set.of(new MessageId("plant-1/pump-1", "e0", 1)));

        assertEquals(
                List.of(new Finding(
                        Finding.Kind.LOST,
                        "plant-1/pump-1",
                        "e0",
                        2,
                        "subscriber",
                        "acknowledged, never delivered",
                        "")),
                missing);
    }

    @Test
    void what_nobody_can_read_is_not_missed() {
        boot.garble(settle(Outcome.ACKED));

        assertEquals(List.of(), history.missingFrom(Set.of()));
    }

    @Test
    void what_nothing_is_wrong_with_must_not_be_refused() {
        settle(Outcome.ACKED);
        settle(Outcome.REFUSED);
        boot.garble(settle(Outcome.REFUSED));
        settle(Outcome.REFUSED_AT_LAST);

        assertEquals(List.of(wronglyRefused(2), wronglyRefused(4)), history.wronglyRefused());
    }

    @Test
    void where_the_brokers_clock_is_wrong_it_may_refuse_what_is_right() {
        history.excuseRefusals();
        settle(Outcome.REFUSED);

        assertEquals(List.of(), history.wronglyRefused());
    }

    @Test
    void a_doubt_whether_it_was_taken_ends_by_an_acknowledgement_alone() {
        long seq = settle(Outcome.REFUSED_AT_LAST);
        boot.settle(seq, Outcome.REFUSED);
        assertEquals(1, history.count(Outcome.REFUSED_AT_LAST));

        boot.settle(seq, Outcome.ACKED);
        assertEquals(1, history.count(Outcome.ACKED));
    }

    private static Finding wronglyRefused(long seq) {
        return new Finding(
                Finding.Kind.WRONGLY_REFUSED,
                "plant-1/pump-1",
                "e0",
                seq,
                "mqtt",
                "was refused, though nothing is wrong with it",
                "");
    }

    private long settle(Outcome outcome) {
        long seq = boot.append(0);
        boot.settle(seq, outcome);
        return seq;
    }
}
