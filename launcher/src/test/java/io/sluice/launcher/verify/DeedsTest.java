package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeedsTest {
    private static final FaultTargets TARGETS = new FaultTargets(List.of("gateway", "api"), true);
    private static final Fault TAKEOVER = fault("10s takeover 3");
    private static final Fault DISK_FULL = fault("20s disk-full gateway 5s");

    private final Map<String, Integer> ends = new HashMap<>();
    private long takenOver;
    private final Deeds deeds = new Deeds(() -> takenOver, process -> ends.getOrDefault(process, 0));

    @Test
    void a_takeover_has_what_devices_were_told_until_the_next_one() {
        deeds.begun(TAKEOVER);
        takenOver = 7;
        deeds.begun(fault("30s takeover 3"));
        takenOver = 9;

        assertEquals(List.of("7 taken over", "2 taken over"), did());
    }

    @Test
    void a_process_that_ended_while_its_disk_was_full_ended_of_it() {
        ends.put("gateway", 1);
        deeds.begun(DISK_FULL);
        ends.put("gateway", 2);
        deeds.over(DISK_FULL);

        assertEquals(List.of("ended"), did());
    }

    @Test
    void what_ends_afterwards_or_elsewhere_has_another_cause() {
        deeds.begun(DISK_FULL);
        ends.put("api", 1);
        deeds.over(DISK_FULL);
        ends.put("gateway", 1);

        assertEquals(List.of("lived"), did());
    }

    @Test
    void of_what_cannot_be_seen_nothing_is_said() {
        deeds.begun(fault("10s reset 3"));

        assertEquals(List.of(""), did());
    }

    @Test
    void what_could_not_be_done_is_no_deed() {
        deeds.begun(TAKEOVER);
        deeds.begun(DISK_FULL);
        deeds.withdrawn(DISK_FULL);

        assertEquals(
                List.of(TAKEOVER), deeds.list().stream().map(Deeds.Deed::fault).toList());
    }

    private List<String> did() {
        return deeds.list().stream().map(Deeds.Deed::did).toList();
    }

    private static Fault fault(String line) {
        return FaultLine.parse(1, line, Duration.ofMinutes(1), TARGETS);
    }
}
