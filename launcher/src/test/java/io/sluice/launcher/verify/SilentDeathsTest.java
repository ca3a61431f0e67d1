package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.launcher.verify.Deeds.Deed;
import io.sluice.simulator.fleet.Mortals.Fate;
import io.sluice.simulator.mqtt.Ending;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SilentDeathsTest {
    private static final Duration HEALED = Duration.ofSeconds(60);
    private static final FaultTargets TARGETS = new FaultTargets(List.of("gateway"), true);

    @Test
    void where_nothing_happened_there_is_nothing_to_notice() {
        assertEquals(0, noticed(deeds(), List.of()));
    }

    @Test
    void a_device_that_ends_in_silence_is_noticed() {
        assertEquals(140, noticed(deeds(), List.of(fate(40, Ending.SILENCE), fate(30, Ending.SILENCE))));
    }

    @Test
    void who_says_goodbye_or_is_cut_off_is_known_at_once() {
        assertEquals(0, noticed(deeds(), List.of(fate(40, Ending.RESET), fate(41, Ending.DISCONNECT_WITH_WILL))));
    }

    @Test
    void who_outlived_the_run_did_not_end() {
        assertEquals(0, noticed(deeds(), List.of(fate(61, Ending.SILENCE))));
    }

    @Test
    void the_end_of_the_last_fault_counts() {
        assertEquals(
                135, noticed(deeds("10s kill gateway", "20s pause gateway 15s"), List.of(fate(12, Ending.SILENCE))));
    }

    @Test
    void what_is_under_way_ends_with_the_healing() {
        assertEquals(160, noticed(deeds("50s pause gateway 15s"), List.of()));
    }

    private static long noticed(List<Deed> done, List<Fate> fates) {
        return SilentDeaths.allNoticed(done, fates, HEALED).toSeconds();
    }

    private static Fate fate(long second, Ending how) {
        return new Fate(Duration.ofSeconds(second), how);
    }

    private static List<Deed> deeds(String... lines) {
        return Stream.of(lines)
                .map(line -> new Deed(FaultLine.parse(1, line, HEALED, TARGETS), ""))
                .toList();
    }
}
