package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A will beside an acknowledged message, in one window of a pipeline that is right, and of some that are not. */
class WillHistoryTest {
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-001");
    private static final String METRIC = "level";
    private static final long START = 1_732_412_345_000L;

    private final TrueValues values = TrueValues.of(DEVICE, METRIC);
    private final FleetHistory truth = new FleetHistory();
    private final BootHistory boot = truth.boot(DEVICE, "e1");
    private final WillHistory will = truth.will(DEVICE, "w1", START);
    private final RollupAccumulator content = new RollupAccumulator();
    private ObservedWindow observed = ObservedWindow.NOTHING;

    @BeforeEach
    void say() {
        boot.settle(boot.append(START), Outcome.ACKED);
        merge("e1", 0);
    }

    @Test
    void it_may_be_counted_or_not() {
        assertEquals(List.of(), judge(Tier.S1));
        merge("w1", 0);
        assertEquals(List.of(), judge(Tier.S1));
    }

    @Test
    void counted_twice_it_is_named() {
        merge("w1", 0);
        merge("w1", 0);

        assertFound(Kind.DOUBLED);
    }

    @Test
    void counted_with_another_value_it_is_found_and_not_named_since_another_may_be_to_blame() {
        merge("w1", 1);

        Finding found = judge(Tier.S1).get(0);
        assertEquals(Kind.CHANGED, found.kind());
        assertEquals("", found.epoch());
    }

    @Test
    void after_a_goodbye_it_must_not_be_counted() {
        will.saidGoodbye();
        assertEquals(List.of(), judge(Tier.S1));

        merge("w1", 0);
        assertFound(Kind.REFUSED_YET_COUNTED);
    }

    @Test
    void a_lost_message_is_named_beside_a_will_that_is_counted() {
        content.clear();
        merge("w1", 0);

        List<Finding> found = judge(Tier.S1);
        assertEquals(List.of(Kind.LOST), found.stream().map(Finding::kind).toList());
        assertEquals("e1", found.get(0).epoch());
    }

    @Test
    void it_may_have_been_said_before_what_its_device_said_later() {
        boot.settle(boot.append(START + Tier.S1.horizonMillis() + 1), Outcome.ACKED);
        merge("w1", 0);

        assertEquals(List.of(), WindowJudge.judge(truth, DEVICE, METRIC, Tier.S1, windows(), START + 1_000));
    }

    @Test
    void it_comes_late_where_its_connection_outlived_the_horizon() {
        will.ended(START + Tier.S1.horizonMillis() + 1);
        merge("w1", 0);

        assertEquals(
                List.of(Kind.UNEXPLAINED),
                judge(Tier.S1).stream().map(Finding::kind).toList());
        assertEquals(List.of(), judge(Tier.S10));
    }

    @Test
    void where_its_device_broke_off_for_good_it_must_be_counted() {
        will.kept();
        truth.died(DEVICE, START, START);
        assertFound(Kind.LOST);

        merge("w1", 0);
        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(List.of(new Death(DEVICE, "w1", true, START)), truth.deaths());

        merge("w1", 0);
        assertFound(Kind.DOUBLED);
    }

    @Test
    void of_a_connection_on_which_nothing_was_acknowledged_it_is_only_possible() {
        will.kept();
        truth.will(DEVICE, "w2", START);
        truth.died(DEVICE, START, START);

        assertEquals(List.of(), judge(Tier.S1));
        merge("w2", 0);
        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(List.of(new Death(DEVICE, "w2", false, START)), truth.deaths());
    }

    @Test
    void where_it_may_have_been_refused_it_is_only_possible_and_the_death_certain() {
        truth.excuseRefusals();
        will.kept();
        truth.died(DEVICE, START, START);

        assertEquals(List.of(), judge(Tier.S1));
        merge("w1", 0);
        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(List.of(new Death(DEVICE, "w1", true, START)), truth.deaths());
    }

    @Test
    void where_it_may_have_come_behind_something_much_newer_it_must_be_counted_by_other_tiers_only() {
        will.kept();
        truth.died(DEVICE, START, START + Tier.S1.horizonMillis() + 1);

        assertEquals(List.of(), judge(Tier.S1));
        assertEquals(
                List.of(Kind.LOST), judge(Tier.S10).stream().map(Finding::kind).toList());
    }

    @Test
    void where_its_connection_outlived_the_horizon_the_tier_must_not_have_it() {
        will.kept();
        long newest = START + Tier.S1.horizonMillis() + 1;
        truth.died(DEVICE, newest, newest);

        assertEquals(List.of(), judge(Tier.S1));
        merge("w1", 0);
        assertEquals(
                List.of(Kind.UNEXPLAINED),
                judge(Tier.S1).stream().map(Finding::kind).toList());
    }

    @Test
    void a_device_that_asked_for_no_connection_has_left_none() {
        DeviceId other = DeviceId.of("plant-1", "pump-002");
        truth.died(other, START, START);

        assertEquals(List.of(new Death(other, "", false, START)), truth.deaths());
    }

    @Test
    void it_is_none_of_the_messages_that_are_counted_by_their_answers() {
        assertEquals(0, truth.count(Outcome.UNKNOWN));
        assertTrue(truth.isWill(DEVICE, "w1"));
        assertFalse(truth.isWill(DEVICE, "e1"));
    }

    private void merge(String epoch, long tooMuch) {
        long mix = IdentityMix.mix(IdentityMix.seed(DEVICE, epoch), 1);
        content.add(values.at(1) + tooMuch, START, 1, mix);
        observed = RolledUp.window(content);
    }

    private Map<Long, ObservedWindow> windows() {
        return Map.of(START, observed);
    }

    private List<Finding> judge(Tier tier) {
        return WindowJudge.judge(
                truth, DEVICE, METRIC, tier, Map.of(tier.windowStart(START), observed), Long.MAX_VALUE);
    }

    private void assertFound(Kind kind) {
        List<Finding> found = judge(Tier.S1);
        assertEquals(1, found.size(), found::toString);
        assertEquals(kind, found.get(0).kind());
        assertEquals("w1", found.get(0).epoch());
        assertEquals(1, found.get(0).seq());
    }
}
