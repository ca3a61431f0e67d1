package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that hold the right messages, and say of the values what follows from them, or something else. */
class StatsJudgeTest {
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-001");
    private static final String METRIC = "level";
    private static final long START = 1_732_412_340_000L;
    private static final int MESSAGES = 40;

    private final TrueValues values = TrueValues.of(DEVICE, METRIC);
    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DEVICE, "e1");
    private final Map<Long, RollupAccumulator> windows = new HashMap<>();
    private UnaryOperator<WindowStats> falsified = UnaryOperator.identity();

    /** As they lie in {@link WindowStats}. */
    private enum Field {
        MIN,
        MAX,
        MEAN,
        STDDEV,
        P50,
        P95,
        P99,
        FIRST,
        LAST;

        double of(WindowStats stats) {
            return all(stats)[ordinal()];
        }

        WindowStats with(WindowStats stats, double figure) {
            double[] all = all(stats);
            all[ordinal()] = figure;
            return new WindowStats(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8]);
        }

        /** By as little as must be found. */
        WindowStats falsify(WindowStats stats) {
            double right = of(stats);
            return with(
                    stats,
                    switch (this) {
                        case MIN, MAX, FIRST, LAST -> right + 1;
                        case MEAN, STDDEV -> right * (1 + 2e-9);
                        case P50, P95, P99 -> right * 1.021;
                    });
        }

        private static double[] all(WindowStats s) {
            return new double[] {s.min(), s.max(), s.mean(), s.stddev(), s.p50(), s.p95(), s.p99(), s.first(), s.last()
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_field_that_does_not_follow_from_the_values_is_found(Field field) {
        sayAll();
        falsified = field::falsify;

        assertEquals(List.of(field.name().toLowerCase(Locale.ROOT)), wrongFields(judge(Tier.M1)));
    }

    @Test
    void a_finding_names_series_tier_window_and_what_must_be() {
        sayAll();
        falsified = Field.MAX::falsify;

        long max = sorted(MESSAGES)[MESSAGES - 1];
        Finding found = judge(Tier.M1).get(0);
        assertEquals(Kind.MISSTATED, found.kind());
        assertEquals("plant-1/pump-001", found.device());
        assertEquals("level 1m " + START, found.where());
        assertEquals("max must be " + (double) max + ", was " + (double) (max + 1), found.detail());
    }

    @Test
    void all_that_is_wrong_in_a_window_is_one_finding() {
        sayAll();
        falsified = right -> WindowStats.NOTHING;

        List<Finding> found = judge(Tier.M1);
        assertEquals(1, found.size());
        assertEquals(List.of("min", "max", "first", "last", "mean", "stddev", "p50", "p95", "p99"), wrongFields(found));
    }

    @Test
    void a_quantile_may_be_off_by_a_hundredth() {
        sayAll();
        double p95 = sorted(MESSAGES)[37];
        falsified = s -> Field.P95.with(s, p95 * 0.99);
        assertEquals(List.of(), judge(Tier.M1));

        falsified = s -> Field.P95.with(s, p95 * 0.9899);
        assertEquals(
                "p95 must be within 1 % of " + p95 + ", was " + p95 * 0.9899,
                judge(Tier.M1).get(0).detail());
    }

    /**
     * Whatever the order: with ties in ts, within a boot and between boots, and messages that may be counted or not.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_a_pipeline_rolls_up_is_right(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Runnable> merges = new ArrayList<>();
        for (BootHistory each : List.of(boot, truth.boot(DEVICE, "e2"), truth.boot(DEVICE, "e3"))) {
            for (int i = 0; i < 200; i++) {
                long ts = START + random.nextInt(200) * 500L;
                long seq = each.append(ts);
                boolean isAnswered = random.nextInt(10) > 0;
                if (isAnswered) {
                    each.settle(seq, Outcome.ACKED);
                }
                if (isAnswered || random.nextBoolean()) {
                    merges.add(random.nextInt(merges.size() + 1), () -> merge(each, seq));
                }
            }
        }
        merges.forEach(Runnable::run);

        for (Tier tier : Tier.values()) {
            assertEquals(List.of(), judge(tier), "seed " + seed);
        }
    }

    @Test
    void of_messages_of_one_time_the_highest_seq_is_the_last() {
        long first = say(START);
        long last = say(START);
        assertEquals(List.of(), judge(Tier.S1));

        falsified = s -> Field.FIRST.with(Field.LAST.with(s, s.first()), s.last());
        assertEquals(
                "first must be " + value(first) + ", was " + value(last) + "; last must be " + value(last) + ", was "
                        + value(first),
                judge(Tier.S1).get(0).detail());
    }

    @Test
    void a_message_that_was_reordered_is_the_first_by_its_time() {
        say(START + 500);
        say(START);
        assertEquals(List.of(), judge(Tier.S1));

        falsified = s -> Field.FIRST.with(s, s.last());
        assertEquals(List.of("first"), wrongFields(judge(Tier.S1)));
    }

    @Test
    void an_unanswered_message_counts_for_every_field_or_for_none() {
        say(START);
        long unanswered = boot.append(START + 500);
        assertEquals(List.of(), judge(Tier.S1));

        falsified = s -> Field.LAST.with(s, value(unanswered));
        assertEquals(List.of("last"), wrongFields(judge(Tier.S1)));

        merge(boot, unanswered);
        assertEquals(List.of(), judge(Tier.S1));

        falsified = s -> Field.LAST.with(s, value(1));
        assertEquals(List.of("last"), wrongFields(judge(Tier.S1)));
    }

    /** Too many for a xor to tell which: what a field says must be of a message that it may be of. */
    @Test
    void many_unanswered_messages_bound_what_a_window_may_say() {
        say(START + 5_000);
        long before = boot.append(START);
        long counted = boot.append(START + 1_000);
        merge(boot, counted);
        while (boot.append(START + 9_000) < 80) {
            // one more
        }
        assertEquals(List.of(), judge(Tier.M1));

        falsified = s -> Field.FIRST.with(Field.LAST.with(s, value(4)), value(4));
        assertEquals(
                List.of("first must be " + value(1) + " or " + value(before) + " or " + value(counted) + ", was "
                        + value(4)),
                details(judge(Tier.M1)));

        falsified = s -> WindowStats.NOTHING;
        assertEquals(List.of("min", "max", "first", "last", "mean"), wrongFields(judge(Tier.M1)));

        falsified = s -> Field.LAST.with(s, value(counted));
        assertEquals(List.of("last"), wrongFields(judge(Tier.M1)));
    }

    @Test
    void where_none_of_many_unanswered_messages_is_counted_every_field_is_judged() {
        say(START);
        while (boot.append(START + 500) < 80) {
            // one more
        }
        assertEquals(List.of(), judge(Tier.S1));

        falsified = Field.P99::falsify;
        assertEquals(List.of("p99"), wrongFields(judge(Tier.S1)));
    }

    private void sayAll() {
        for (int i = 0; i < MESSAGES; i++) {
            say(START + 500L * i);
        }
    }

    private long say(long ts) {
        long seq = boot.append(ts);
        boot.settle(seq, Outcome.ACKED);
        merge(boot, seq);
        return seq;
    }

    private void merge(BootHistory speaker, long seq) {
        long ts = speaker.ts(seq);
        windows.computeIfAbsent(Tier.S1.windowStart(ts), start -> new RollupAccumulator())
                .add(values.at(seq), ts, seq, speaker.mix(seq));
    }

    private double value(long seq) {
        return values.at(seq);
    }

    /** Of so many messages, ascending. */
    private long[] sorted(int messages) {
        return LongStream.rangeClosed(1, messages).map(values::at).sorted().toArray();
    }

    private List<Finding> judge(Tier tier) {
        Map<Long, RollupAccumulator> contents = new HashMap<>();
        windows.forEach(
                (start, content) -> contents.computeIfAbsent(tier.windowStart(start), key -> new RollupAccumulator())
                        .merge(content));
        Map<Long, ObservedWindow> observed = new HashMap<>();
        contents.forEach((start, content) -> observed.put(start, falsified(RolledUp.window(content))));
        return WindowJudge.judge(truth, DEVICE, METRIC, tier, observed, Long.MAX_VALUE);
    }

    private ObservedWindow falsified(ObservedWindow right) {
        return new ObservedWindow(
                right.count(), right.sum(), right.identities(), right.revision(), falsified.apply(right.stats()));
    }

    private static List<String> details(List<Finding> findings) {
        return findings.stream().map(Finding::detail).toList();
    }

    private static List<String> wrongFields(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> Stream.of(finding.detail().split("; ")))
                .map(wrong -> wrong.substring(0, wrong.indexOf(' ')))
                .toList();
    }
}
