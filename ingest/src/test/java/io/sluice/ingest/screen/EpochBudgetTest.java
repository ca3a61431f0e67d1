package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EpochBudgetTest {
    private static final long NOW = 1_732_412_345_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void aClockThatWasAheadDoesNotHoldADeviceUntilThatDay() {
        EpochBudget budget = EpochBudget.from(null);
        assertTrue(budget.begin(NOW + 400 * DAY));
        for (int i = 0; i < EpochBudget.A_DAY; i++) {
            assertTrue(budget.begin(NOW));
        }
        assertFalse(budget.begin(NOW), "the day's are used up");
        assertTrue(EpochBudget.from(budget.toBytes()).begin(NOW + DAY));
    }
}
