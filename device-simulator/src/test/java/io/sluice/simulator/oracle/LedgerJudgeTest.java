package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ledgers of one device that are right, and some that are not. */
class LedgerJudgeTest {
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-001");

    private static final long LATE_MILLIS = Tier.H1.horizonMillis() + 1;

    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DEVICE, "e0");
    private final List<ObservedRow> rows = new ArrayList<>();

    @Test
    void what_was_acknowledged_is_counted_or_late_as_its_time_says() {
        say(Outcome.ACKED, 2);
        sayLate(Outcome.ACKED);
        row("e0", 2, 1);

        assertEquals(List.of(), judge());
    }

    @Test
    void what_is_late_though_it_came_in_time_or_counted_though_it_did_not_is_found() {
        say(Outcome.ACKED, 2);
        sayLate(Outcome.ACKED);
        sayLate(Outcome.UNKNOWN);
        for (int late : List.of(0, 3)) {
            rows.clear();
            row("e0", 3 - late, late);
            String figures = "from 2 acknowledged to 2 with those unanswered, was " + (3 - late)
                    + ", and late from 1 acknowledged to 2 with those unanswered, was " + late;
            assertEquals(
                    List.of(
                            new Finding(
                                    Kind.LEDGER, DEVICE.toString(), "e0", 0, "epoch", "counted must be " + figures, ""),
                            new Finding(Kind.LEDGER, "*", "", 0, "total", "counted must be " + figures, "")),
                    judge());
        }
    }

    /** What one boot has said makes late what the next says of long before. */
    @Test
    void time_goes_on_over_boots() {
        say(Outcome.ACKED, 1);
        BootHistory next = truth.boot(DEVICE, "e1");
        next.settle(next.append(-LATE_MILLIS), Outcome.ACKED);
        row("e0", 1, 0);
        row("e1", 0, 1);

        assertEquals(List.of(), judge());
    }

    @Test
    void what_was_never_sent_must_be_missing_below_what_was_acknowledged() {
        say(Outcome.NEVER_SENT, 2);
        say(Outcome.ACKED, 1);
        say(Outcome.UNKNOWN, 1);
        say(Outcome.NEVER_SENT, 1);
        rows.add(new ObservedRow(new EpochId(DEVICE, "e0"), 3, 1, 0, 1, List.of(new ObservedRow.Range(2, 2))));

        assertEquals(
                List.of(new Finding(
                        Kind.LEDGER, DEVICE.toString(), "e0", 1, "ledger", "was never sent, must be missing", "")),
                judge());
    }

    /** The lowest ranges are told, and how many seqs there are in all. */
    @Test
    void of_what_is_missing_beyond_the_ranges_nobody_is_told() {
        say(Outcome.NEVER_SENT, 1);
        say(Outcome.ACKED, 1);
        say(Outcome.NEVER_SENT, 1);
        say(Outcome.ACKED, 1);
        rows.add(new ObservedRow(new EpochId(DEVICE, "e0"), 4, 2, 0, 2, List.of(new ObservedRow.Range(1, 1))));

        assertEquals(List.of(), judge());
    }

    @Test
    void less_produced_than_was_acknowledged_and_more_than_was_said_is_found() {
        say(Outcome.ACKED, 2);
        say(Outcome.UNKNOWN, 1);
        for (int produced : List.of(1, 4)) {
            rows.clear();
            rows.add(new ObservedRow(new EpochId(DEVICE, "e0"), produced, 2, 0, 0, List.of()));
            assertEquals(
                    List.of(new Finding(
                            Kind.LEDGER,
                            DEVICE.toString(),
                            "e0",
                            0,
                            "epoch",
                            "produced must be from 2 acknowledged to 3 said, was " + produced,
                            "")),
                    judge());
        }
    }

    @Test
    void what_has_no_answer_may_be_counted_or_not() {
        say(Outcome.ACKED, 1);
        say(Outcome.UNKNOWN, 2);
        for (int counted = 1; counted <= 3; counted++) {
            rows.clear();
            row("e0", counted, 0);
            assertEquals(List.of(), judge());
        }
    }

    @Test
    void what_was_refused_when_it_was_sent_again_may_have_been_taken_before() {
        say(Outcome.ACKED, 1);
        say(Outcome.REFUSED_AT_LAST, 1);
        for (int counted = 1; counted <= 2; counted++) {
            rows.clear();
            row("e0", counted, 0);
            assertEquals(List.of(), judge());
        }
    }

    @Test
    void one_less_than_acknowledged_is_found_with_its_numbers() {
        say(Outcome.ACKED, 3);
        say(Outcome.UNKNOWN, 1);
        row("e0", 2, 0);

        assertEquals(
                List.of(
                        ledger("e0", "from 3 acknowledged to 4 with those unanswered, was 2 + 0"),
                        total("from 3 acknowledged to 4 with those unanswered, was 2 + 0")),
                judge());
    }

    @Test
    void one_more_than_was_said_is_found() {
        say(Outcome.ACKED, 2);
        say(Outcome.UNKNOWN, 1);
        row("e0", 2, 2);

        assertEquals(
                List.of(
                        ledger("e0", "from 2 acknowledged to 3 with those unanswered, was 2 + 2"),
                        total("from 2 acknowledged to 3 with those unanswered, was 2 + 2")),
                judge());
    }

    @Test
    void what_one_epoch_has_too_much_does_not_make_up_for_another() {
        say(Outcome.ACKED, 2);
        BootHistory next = truth.boot(DEVICE, "e1");
        next.settle(next.append(0), Outcome.ACKED);
        row("e0", 1, 0);
        row("e1", 2, 0);

        assertEquals(
                List.of(
                        ledger("e0", "from 2 acknowledged to 2 with those unanswered, was 1 + 0"),
                        ledger("e1", "from 1 acknowledged to 1 with those unanswered, was 2 + 0")),
                judge());
    }

    @Test
    void an_epoch_that_was_acknowledged_must_have_a_row() {
        say(Outcome.ACKED, 1);
        truth.boot(DeviceId.of("plant-1", "silent"), "e0");

        assertEquals(
                List.of(
                        ledger("e0", "from 1 acknowledged to 1 with those unanswered, was 0 + 0"),
                        total("from 1 acknowledged to 1 with those unanswered, was 0 + 0")),
                judge());
    }

    @Test
    void nothing_is_owed_for_what_was_refused_never_sent_or_garbled() {
        say(Outcome.ACKED, 1);
        say(Outcome.REFUSED, 1);
        say(Outcome.NEVER_SENT, 1);
        boot.garble(say(Outcome.ACKED, 1));
        boot.garble(say(Outcome.UNKNOWN, 1));
        row("e0", 1, 0);
        row("", 0, 0);

        assertEquals(List.of(), judge());
    }

    @Test
    void an_epoch_under_which_nobody_spoke_is_found() {
        say(Outcome.ACKED, 1);
        row("e0", 1, 0);
        row("e9", 0, 0);
        row("", 0, 1);

        String nobody = ", but nobody spoke under it";
        assertEquals(
                List.of(
                        new Finding(
                                Kind.LEDGER, DEVICE.toString(), "e9", 0, "epoch", "counted 0 + late 0" + nobody, ""),
                        new Finding(Kind.LEDGER, DEVICE.toString(), "", 0, "epoch", "counted 0 + late 1" + nobody, ""),
                        total("from 1 acknowledged to 1 with those unanswered, was 1 + 1")),
                judge());
    }

    @Test
    void a_will_is_a_row_of_its_own_and_there_once_at_most() {
        say(Outcome.ACKED, 1);
        truth.will(DEVICE, "w1", 0);
        truth.will(DEVICE, "w2", 0);
        truth.will(DEVICE, "w3", 0).saidGoodbye();
        row("e0", 1, 0);
        row("w2", 0, 1);
        assertEquals(List.of(), judge());

        row("w1", 2, 0);
        row("w3", 1, 0);
        assertEquals(
                List.of(
                        ledger("w1", "from 0 acknowledged to 1 with those unanswered, was 2 + 0"),
                        ledger("w3", "from 0 acknowledged to 0 with those unanswered, was 1 + 0"),
                        total("from 1 acknowledged to 3 with those unanswered, was 4 + 1")),
                judge());
    }

    @Test
    void the_last_will_of_who_broke_off_for_good_must_be_there() {
        say(Outcome.ACKED, 2);
        truth.will(DEVICE, "w1", 0).kept();
        truth.died(DEVICE, 0, 0);
        row("e0", 2, 0);

        assertEquals(
                List.of(
                        ledger("w1", "from 1 acknowledged to 1 with those unanswered, was 0 + 0"),
                        total("from 3 acknowledged to 3 with those unanswered, was 2 + 0")),
                judge());
    }

    @Test
    void a_will_that_must_be_there_is_counted_or_late() {
        say(Outcome.ACKED, 1);
        truth.will(DEVICE, "w1", 0).kept();
        truth.died(DEVICE, 0, 0);
        for (int late = 0; late <= 1; late++) {
            rows.clear();
            row("e0", 1, 0);
            row("w1", 1 - late, late);
            assertEquals(List.of(), judge());
        }
    }

    @Test
    void a_message_that_was_acknowledged_and_is_missing_is_named() {
        say(Outcome.ACKED, 2);
        say(Outcome.UNKNOWN, 1);
        say(Outcome.ACKED, 1);
        rows.add(new ObservedRow(
                new EpochId(DEVICE, "e0"),
                4,
                3,
                0,
                97,
                List.of(new ObservedRow.Range(2, 3), new ObservedRow.Range(5, 99))));

        assertEquals(
                List.of(new Finding(
                        Kind.LOST, DEVICE.toString(), "e0", 2, "ledger", "was acknowledged, is missing", "")),
                judge());
    }

    @Test
    void what_stands_in_no_row_shows_in_the_sum() {
        say(Outcome.ACKED, 2);
        row("e0", 2, 0);

        assertEquals(
                List.of(total("from 2 acknowledged to 2 with those unanswered, was 2 + 1")),
                LedgerJudge.judge(truth, rows, 2, 1));
    }

    private long say(Outcome outcome, int times) {
        long last = 0;
        for (int i = 0; i < times; i++) {
            last = boot.append(0);
            boot.settle(last, outcome);
        }
        return last;
    }

    private void sayLate(Outcome outcome) {
        boot.settle(boot.append(-LATE_MILLIS), outcome);
    }

    private void row(String epoch, long counted, long late) {
        EpochId of = new EpochId(DEVICE, epoch);
        long produced = truth.find(of).map(BootHistory::said).orElse(0L);
        rows.add(new ObservedRow(of, produced, counted, late, 0, List.of()));
    }

    private List<Finding> judge() {
        return LedgerJudge.judge(
                truth,
                rows,
                rows.stream().mapToLong(ObservedRow::counted).sum(),
                rows.stream().mapToLong(ObservedRow::late).sum());
    }

    private static Finding ledger(String epoch, String mustBe) {
        return new Finding(Kind.LEDGER, DEVICE.toString(), epoch, 0, "epoch", "counted + late must be " + mustBe, "");
    }

    private static Finding total(String mustBe) {
        return new Finding(Kind.LEDGER, "*", "", 0, "total", "counted + late must be " + mustBe, "");
    }
}
