package io.sluice.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void filesThatShareAClockKeepTheirDistance() {
        Recording first = new Recording("ulb", List.of(row("1", 7, 1000), row("2", 3, 1500)), true);
        Recording second = new Recording("ulb", List.of(row("1", 9, 4000)), true);

        assertEquals(List.of("ulb/1#7@0", "ulb/2#3@500", "ulb/1#9@3000"), shown(first, second));
    }

    @Test
    void devicesWithTheirOwnClocksStartTogether() {
        Recording first = new Recording("nab", List.of(row("a", 0, 1000), row("a", 0, 2000)), false);
        Recording second = new Recording("nab", List.of(row("b", 0, 900_000), row("b", 0, 900_500)), false);

        assertEquals(List.of("nab/a#1@0", "nab/b#1@0", "nab/b#2@500", "nab/a#2@1000"), shown(first, second));
    }

    @Test
    void aDevicesRowsKeepTheirOrderThoughTheirTimesGoBack() {
        Recording recording =
                new Recording("ulb", List.of(row("1", 1, 1000), row("1", 2, 3000), row("1", 1, 900)), true);

        assertEquals(List.of("ulb/1#1@0", "ulb/1#2@2000", "ulb/1#1@-100"), shown(recording));
    }

    private static RecordedRow row(String device, long seq, long ts) {
        return new RecordedRow(device, null, seq == 0 ? null : seq, ts, new String[] {"m"}, new double[] {1});
    }

    private static List<String> shown(Recording... recordings) {
        return Timeline.of(Arrays.asList(recordings)).stream()
                .map(e -> e.device() + "#" + e.seq() + "@" + e.offsetMillis())
                .toList();
    }
}
