package io.sluice.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.launcher.command.DemoCommand.Ending;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.figures.LedgerFigures;
import org.junit.jupiter.api.Test;

class DemoEndingTest {
    private static final LedgerFigures FIVE = new LedgerFigures(5, 5, 0, 0, 0, 0, 0, 0);
    private static final LedgerFigures RESIDUE = new LedgerFigures(5, 4, 0, 0, 0, 0, 0, 1);

    @Test
    void a_balance_is_done() {
        assertEquals(ExitCode.DONE, new Ending(FIVE, 5).exitCode(true));
        assertEquals(ExitCode.DONE, new Ending(FIVE, 5).exitCode(false));
    }

    @Test
    void a_signal_before_anything_was_said_is_done() {
        assertEquals(ExitCode.DONE, new Ending(LedgerFigures.NOTHING, 0).exitCode(true));
    }

    @Test
    void a_time_in_which_nothing_was_said_is_a_no() {
        assertEquals(ExitCode.VERDICT_NO, new Ending(LedgerFigures.NOTHING, 0).exitCode(false));
    }

    @Test
    void what_was_said_and_not_counted_is_a_no_also_after_a_signal() {
        assertEquals(ExitCode.VERDICT_NO, new Ending(LedgerFigures.NOTHING, 1).exitCode(true));
        assertEquals(ExitCode.VERDICT_NO, new Ending(RESIDUE, 5).exitCode(true));
    }
}
