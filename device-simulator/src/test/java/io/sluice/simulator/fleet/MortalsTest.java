package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.simulator.fleet.Mortals.Fate;
import io.sluice.simulator.mqtt.Ending;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MortalsTest {
    private static final Set<Ending> ALL = EnumSet.allOf(Ending.class);
    private static final Duration TIME = Duration.ofSeconds(100);

    @Test
    void one_in_twenty_devices_dies_in_the_second_half_and_each_leaves_a_will() {
        Map<Integer, Fate> mortals = Mortals.of(100, i -> i % 3 == 1, 7, TIME, ALL);

        assertEquals(5, mortals.size());
        mortals.forEach((device, fate) -> {
            Duration when = fate.when();
            assertEquals(1, device % 3);
            assertTrue(
                    when.compareTo(Duration.ofSeconds(50)) >= 0 && when.compareTo(Duration.ofSeconds(90)) <= 0,
                    mortals::toString);
        });
    }

    @Test
    void each_ends_in_another_way_until_all_had_their_turn() {
        List<Ending> few = Mortals.of(80, i -> true, 7, TIME, ALL).values().stream()
                .map(Fate::how)
                .toList();
        assertEquals(4, few.size());
        assertEquals(EnumSet.allOf(Ending.class), EnumSet.copyOf(few));
        assertEquals(
                EnumSet.allOf(Ending.class),
                LongStream.range(0, 50)
                        .mapToObj(seed -> Mortals.of(4, i -> true, seed, TIME, ALL))
                        .flatMap(mortals -> mortals.values().stream())
                        .map(Fate::how)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Ending.class))));
    }

    @Test
    void nobody_ends_in_a_way_that_is_not_wanted() {
        Set<Ending> wanted = EnumSet.complementOf(EnumSet.of(Ending.SILENCE));
        assertEquals(
                wanted,
                Mortals.of(80, i -> true, 7, TIME, wanted).values().stream()
                        .map(Fate::how)
                        .collect(Collectors.toSet()));
    }

    @Test
    void of_few_devices_one_dies_and_never_the_first() {
        assertTrue(LongStream.range(0, 50)
                .mapToObj(seed -> Mortals.of(4, i -> i > 0, seed, TIME, ALL).keySet())
                .allMatch(who -> who.size() == 1 && !who.contains(0) && !who.contains(1)));
        assertEquals(Map.of(), Mortals.of(4, i -> i == 2, 7, TIME, ALL));
    }

    @Test
    void who_dies_and_when_follows_from_the_seed() {
        Map<Integer, Fate> mortals = Mortals.of(100, i -> true, 7, TIME, ALL);

        assertEquals(mortals, Mortals.of(100, i -> true, 7, TIME, ALL));
        assertNotEquals(
                mortals.keySet(), Mortals.of(100, i -> true, 8, TIME, ALL).keySet());
    }
}
