package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.simulator.oracle.Finding.Kind;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void a_message_that_shows_in_every_tier_is_one_finding() {
        Findings findings = new Findings();
        for (String tier : new String[] {"1s", "10s", "1m", "1h"}) {
            findings.add(new Finding(Kind.LOST, "plant-1/pump-001", "e1", 17, "level " + tier + " 0", "", ""));
        }
        findings.add(new Finding(Kind.LOST, "plant-1/pump-001", "e1", 18, "level 1s 0", "", ""));

        assertEquals(2, findings.count(Kind.LOST));
        assertEquals(2, findings.list().size());
    }

    @Test
    void all_are_counted_and_only_the_first_listed() {
        Findings findings = new Findings();
        for (int seq = 1; seq <= 500; seq++) {
            findings.add(new Finding(Kind.LOST, "plant-1/pump-001", "e1", seq, "level 1s 0", "", ""));
        }

        assertEquals(500, findings.count(Kind.LOST));
        assertEquals(200, findings.list().size());
    }
}
