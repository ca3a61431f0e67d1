package io.sluice.launcher.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ledger.LedgerBook;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final LedgerFigures FIVE = new LedgerFigures(5, 5, 0, 0, 0, 0, 0, 0);
    private static final LedgerFigures SIX = new LedgerFigures(6, 6, 0, 0, 0, 0, 0, 0);

    private final Rest rest = new Rest();

    @Test
    void it_is_longer_than_the_ledger_waits_before_it_takes_for_lost_what_it_lacks() {
        assertTrue(Rest.LONG_ENOUGH.toMillis() > LedgerBook.SETTLE_MILLIS);
        assertEquals(12, Rest.LONG_ENOUGH.toSeconds());
    }

    @Test
    void figures_that_change_begin_it_anew() {
        assertFalse(isLongEnough(FIVE, 0, 0));
        assertFalse(isLongEnough(SIX, 11, 11));
        assertFalse(isLongEnough(SIX, 22, 22));
        assertTrue(isLongEnough(SIX, 23, 23));
    }

    @Test
    void the_time_that_answers_take_does_not_count() {
        assertFalse(isLongEnough(FIVE, 0, 5));
        assertFalse(isLongEnough(FIVE, 16, 20));
        assertTrue(isLongEnough(FIVE, 17, 17));
    }

    @Test
    void an_answer_that_failed_ends_it() {
        assertFalse(isLongEnough(FIVE, 0, 0));
        rest.end();
        assertFalse(isLongEnough(FIVE, 12, 12));
        assertTrue(isLongEnough(FIVE, 24, 24));
    }

    private boolean isLongEnough(LedgerFigures figures, long asked, long answered) {
        return rest.isLongEnough(
                figures,
                Duration.ofSeconds(asked).toNanos(),
                Duration.ofSeconds(answered).toNanos());
    }
}
