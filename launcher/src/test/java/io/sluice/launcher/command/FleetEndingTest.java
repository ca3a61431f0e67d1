package io.sluice.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.launcher.exit.ExitCode;
import io.sluice.simulator.mqtt.PublishCounts;
import org.junit.jupiter.api.Test;

class FleetEndingTest {
    private static final PublishCounts ANSWERED = new PublishCounts(5, 3, 1, 1);
    private static final PublishCounts UNANSWERED = new PublishCounts(5, 3, 1, 0);

    @Test
    void a_time_after_which_a_message_has_no_answer_is_a_no() {
        assertEquals(ExitCode.VERDICT_NO, FleetCommand.exitCode(UNANSWERED, false));
        assertEquals(ExitCode.DONE, FleetCommand.exitCode(ANSWERED, false));
    }

    @Test
    void a_signal_is_done_also_where_the_broker_never_answered() {
        assertEquals(ExitCode.DONE, FleetCommand.exitCode(UNANSWERED, true));
    }
}
