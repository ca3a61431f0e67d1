package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
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
    private final Map<Long, List<Merged>> merged = new HashMap<>();
    private UnaryOperator<ObservedWindow> falsified = UnaryOperator.identity();

    /** What the pipeline took into a window, at which time and with what seq. */
    private record Merged(BootHistory boot, long ts, long seq) {}

    @Test
    void a_pipeline_that_counts_all_that_was_acknowledged_is_found_right() {
        sayAll();

        assertEquals(List.of(), judge(Tier.S1));
    }

    @Test
    void a_lost_message_is_named() {
        sayAll();
        lose(17);

        assertFound(Kind.LOST, 17);
    }

    @Test
    void a_message_merged_twice_is_named() {
        sayAll();
        merge(17);

        assertFound(Kind.DOUBLED, 17);
    }

    @Test
    void a_loss_and_a_double_in_one_window_do_not_cancel() {
        sayAll();
        lose(16);
        merge(17);

        assertEquals(1, judge(Tier.H1).size());
    }

    @Test
    void a_changed_value_is_found_where_the_count_is_right() {
        sayAll();
        falsified = right ->
                new ObservedWindow(right.count(), right.sum() + 1, right.identities(), right.revision(), right.stats());

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

        merge(MESSAGES + 1);
        assertFound(Kind.REFUSED_YET_COUNTED, MESSAGES + 1);
    }

    @Test
    void a_message_that_nobody_sent_is_unexplained() {
        sayAll();
        merge(boot, tsOf(5), 999);

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
                merge(seq);
            }
        }
        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(List.of(), judge(Tier.M1));
    }

    @Test
    void of_forty_unanswered_messages_in_a_window_it_is_known_which_are_counted() {
        SplittableRandom random = new SplittableRandom(7);
        say(START);
        for (int i = 0; i < 40; i++) {
            long seq = boot.append(START + i);
            if (random.nextBoolean()) {
                merge(boot, START + i, seq);
            }
        }
        assertEquals(List.of(), judge(Tier.M1));

        falsified = right ->
                new ObservedWindow(right.count(), right.sum() + 1, right.identities(), right.revision(), right.stats());
        assertEquals(
                List.of(Kind.CHANGED),
                judge(Tier.M1).stream().map(Finding::kind).toList());

        falsified = right -> right;
        merge(boot, START, 1);
        assertFound(Kind.DOUBLED, 1);
    }

    @Test
    void a_loss_beside_more_unanswered_messages_than_can_be_told_apart_is_no_change() {
        say(START);
        say(START);
        merged.clear();
        for (int i = 0; i < 80; i++) {
            boot.append(START);
        }
        merge(boot, START, 1);
        assertEquals(Kind.LOST, judge(Tier.S1).get(0).kind());

        merge(boot, START, 3);
        assertEquals(Kind.UNEXPLAINED, judge(Tier.S1).get(0).kind(), "another one in its place");
    }

    @Test
    void an_unanswered_message_merged_twice_is_not_explained_away() {
        long seq = boot.append(START);
        merge(seq);
        merge(seq);

        assertEquals(1, judge(Tier.S1).size());
    }

    @Test
    void what_is_too_late_for_a_tier_must_be_missing_there_and_nowhere_else() {
        say(START);
        say(START - Tier.S1.horizonMillis() - 1);
        merged.clear();
        merge(1);

        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(1, judge(Tier.S10).size());
    }

    @Test
    void a_window_that_has_not_ended_is_not_judged() {
        sayAll();
        lose(17);
        long before = windowOf(17) + Tier.S1.widthMillis() - 1;

        assertEquals(List.of(), judge(Tier.S1, before));
        assertEquals(1, judge(Tier.S1, before + 1).size());
    }

    private void sayAll() {
        for (int i = 0; i < MESSAGES; i++) {
            say(START + 500L * i);
        }
    }

    private void say(long ts) {
        say(boot, ts);
    }

    private void say(BootHistory speaker, long ts) {
        long seq = speaker.append(ts);
        speaker.settle(seq, Outcome.ACKED);
        merge(speaker, ts, seq);
    }

    private static long tsOf(long seq) {
        return START + 500L * (seq - 1);
    }

    private static long windowOf(long seq) {
        return Tier.S1.windowStart(tsOf(seq));
    }

    private void merge(long seq) {
        merge(boot, tsOf(seq), seq);
    }

    private void merge(BootHistory speaker, long ts, long seq) {
        merged.computeIfAbsent(Tier.S1.windowStart(ts), start -> new ArrayList<>())
                .add(new Merged(speaker, ts, seq));
    }

    private void lose(long seq) {
        merged.values().forEach(messages -> messages.removeIf(message -> message.seq() == seq));
    }

    /** The pipeline's windows, of the tier. */
    private Map<Long, ObservedWindow> observed(Tier tier) {
        Map<Long, RollupAccumulator> contents = new HashMap<>();
        merged.forEach((start, messages) -> messages.forEach(
                message -> contents.computeIfAbsent(tier.windowStart(start), key -> new RollupAccumulator())
                        .add(
                                values.at(message.seq()),
                                message.ts(),
                                message.seq(),
                                message.boot().mix(message.seq()))));
        Map<Long, ObservedWindow> windows = new HashMap<>();
        contents.forEach((start, content) -> windows.put(start, RolledUp.window(content)));
        windows.computeIfPresent(tier.windowStart(windowOf(17)), (start, right) -> falsified.apply(right));
        return windows;
    }

    private List<Finding> judge(Tier tier) {
        return judge(tier, Long.MAX_VALUE);
    }

    private List<Finding> judge(Tier tier, long endedMillis) {
        return WindowJudge.judge(truth, DEVICE, METRIC, tier, observed(tier), endedMillis);
    }

    private void assertFound(Kind kind, long seq) {
        List<Finding> found = judge(Tier.S1);
        assertEquals(1, found.size(), found::toString);
        assertEquals(kind, found.get(0).kind());
        assertEquals(seq, found.get(0).seq());
        assertEquals("e1", found.get(0).epoch());
    }
}
