package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A pipeline that is right, and one that is wrong by a single message in every way there is. */
class WindowJudgeTest {
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-001");
    private static final String METRIC = "level";
    private static final long START = 1_732_412_345_000L;
    private static final int MESSAGES = 40;

    private final TrueValues values = TrueValues.of(DEVICE, METRIC);
    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DEVICE, "e1");
    private final Map<Long, ObservedWindow> observed = new HashMap<>();

    @Test
    void a_pipeline_that_counts_all_that_was_acknowledged_is_found_right() {
        sayAll();

        assertEquals(List.of(), judge(Tier.S1));
    }

    @Test
    void a_lost_message_is_named() {
        sayAll();
        merge(17, -1);

        assertFound(Kind.LOST, 17);
    }

    @Test
    void a_message_merged_twice_is_named() {
        sayAll();
        merge(17, 1);

        assertFound(Kind.DOUBLED, 17);
    }

    @Test
    void a_loss_and_a_double_in_one_window_do_not_cancel() {
        sayAll();
        merge(16, -1);
        merge(17, 1);

        assertEquals(1, judge(Tier.H1, toHour()).size());
    }

    @Test
    void a_changed_value_is_found_where_the_count_is_right() {
        sayAll();
        long start = windowOf(17);
        observed.computeIfPresent(
                start, (key, right) -> new ObservedWindow(right.count(), right.sum() + 1, right.identities(), 1));

        assertEquals(
                List.of(Kind.CHANGED),
                judge(Tier.S1).stream().map(Finding::kind).toList());
    }

    @Test
    void a_refused_message_must_not_be_counted() {
        sayAll();
        boot.append(START + MESSAGES * 500L);
        boot.settle(MESSAGES + 1, Outcome.REFUSED);
        assertEquals(List.of(), judge(Tier.S1));

        merge(MESSAGES + 1, 1);
        assertFound(Kind.REFUSED_YET_COUNTED, MESSAGES + 1);
    }

    @Test
    void a_message_that_nobody_sent_is_unexplained() {
        sayAll();
        merge(999, windowOf(5), 1);

        assertEquals(
                List.of(Kind.UNEXPLAINED),
                judge(Tier.S1).stream().map(Finding::kind).toList());
    }

    @Test
    void whether_an_unanswered_message_is_counted_or_not_is_both_right() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < MESSAGES; i++) {
            long seq = boot.append(START + 500L * i);
            boolean isAnswered = random.nextBoolean();
            if (isAnswered) {
                boot.settle(seq, Outcome.ACKED);
            }
            if (isAnswered || random.nextBoolean()) {
                merge(seq, 1);
            }
        }
        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(List.of(), judge(Tier.M1, to(Tier.M1)));
    }

    @Test
    void an_unanswered_message_merged_twice_is_not_explained_away() {
        long seq = boot.append(START);
        merge(seq, 1);
        merge(seq, 1);

        assertEquals(1, judge(Tier.S1).size());
    }

    @Test
    void what_is_too_late_for_a_tier_must_be_missing_there_and_nowhere_else() {
        say(START);
        say(START - Tier.S1.horizonMillis() - 1);
        observed.clear();
        merge(1, 1);

        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(1, judge(Tier.S10, to(Tier.S10)).size());
    }

    @Test
    void a_window_that_has_not_ended_is_not_judged() {
        sayAll();
        merge(17, -1);
        long before = windowOf(17) + Tier.S1.widthMillis() - 1;

        assertEquals(List.of(), WindowJudge.judge(truth, DEVICE, METRIC, Tier.S1, observed, before));
        assertEquals(
                1,
                WindowJudge.judge(truth, DEVICE, METRIC, Tier.S1, observed, before + 1)
                        .size());
    }

    private void sayAll() {
        for (int i = 0; i < MESSAGES; i++) {
            say(START + 500L * i);
        }
    }

    private void say(long ts) {
        long seq = boot.append(ts);
        boot.settle(seq, Outcome.ACKED);
        merge(seq, Tier.S1.windowStart(ts), 1);
    }

    private static long windowOf(long seq) {
        return Tier.S1.windowStart(START + 500L * (seq - 1));
    }

    private void merge(long seq, int times) {
        merge(seq, windowOf(seq), times);
    }

    private void merge(long seq, long start, int times) {
        ObservedWindow before = observed.getOrDefault(start, ObservedWindow.NOTHING);
        observed.put(
                start,
                new ObservedWindow(
                        before.count() + times,
                        before.sum() + times * values.at(seq),
                        before.identities() ^ boot.mix(seq),
                        1));
    }

    private Map<Long, ObservedWindow> toHour() {
        return to(Tier.H1);
    }

    /** The finer windows merged into the tier's. */
    private Map<Long, ObservedWindow> to(Tier tier) {
        Map<Long, ObservedWindow> coarse = new HashMap<>();
        observed.forEach((start, window) -> coarse.merge(
                tier.windowStart(start),
                window,
                (a, b) -> new ObservedWindow(
                        a.count() + b.count(), a.sum() + b.sum(), a.identities() ^ b.identities(), 1)));
        return coarse;
    }

    private List<Finding> judge(Tier tier) {
        return judge(tier, observed);
    }

    private List<Finding> judge(Tier tier, Map<Long, ObservedWindow> windows) {
        return WindowJudge.judge(truth, DEVICE, METRIC, tier, windows, Long.MAX_VALUE);
    }

    private void assertFound(Kind kind, long seq) {
        List<Finding> found = judge(Tier.S1);
        assertEquals(1, found.size(), found::toString);
        assertEquals(kind, found.get(0).kind());
        assertEquals(seq, found.get(0).seq());
        assertEquals("e1", found.get(0).epoch());
    }
}
