package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MortalsTest {
    private static final Duration TIME = Duration.ofSeconds(100);

    @Test
    void one_in_twenty_devices_dies_in_the_second_half_and_each_leaves_a_will() {
        Map<Integer, Duration> mortals = Mortals.of(100, i -> i % 3 == 1, 7, TIME);

        assertEquals(5, mortals.size());
        mortals.forEach((device, when) -> {
            assertEquals(1, device % 3);
            assertTrue(
                    when.compareTo(Duration.ofSeconds(50)) >= 0 && when.compareTo(Duration.ofSeconds(90)) <= 0,
                    mortals::toString);
        });
    }

    @Test
    void of_few_devices_one_dies_and_never_the_first() {
        assertTrue(LongStream.range(0, 50)
                .mapToObj(seed -> Mortals.of(4, i -> i > 0, seed, TIME).keySet())
                .allMatch(who -> who.size() == 1 && !who.contains(0) && !who.contains(1)));
        assertEquals(Map.of(), Mortals.of(4, i -> i == 2, 7, TIME));
    }

    @Test
    void who_dies_and_when_follows_from_the_seed() {
        Map<Integer, Duration> mortals = Mortals.of(100, i -> true, 7, TIME);

        assertEquals(mortals, Mortals.of(100, i -> true, 7, TIME));
        assertNotEquals(mortals.keySet(), Mortals.of(100, i -> true, 8, TIME).keySet());
    }
}
