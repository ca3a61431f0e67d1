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

    private long settle(Outcome outcome) {
        long seq = boot.append(0);
        boot.settle(seq, outcome);
        return seq;
    }
}
