package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.FactSink;
import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FactCycleTest {
    private final SpoolLedger ledger = new SpoolLedger("gw", 1);
    private final ManualClock clock = new ManualClock();
    private final Told told = new Told();
    private final FactCycle cycle = new FactCycle(ledger, told, clock);

    private static final class Told implements FactSink {
        final List<String> now = new ArrayList<>();
        final Set<String> all = new HashSet<>();
        final List<String> positions = new ArrayList<>();
        final List<Long> covered = new ArrayList<>();

        @Override
        public void fact(LedgerRecord fact) {
            if (fact.hasDeviceAppended()) {
                now.add(fact.getDeviceAppended().getDevice());
                all.add(fact.getDeviceAppended().getDevice());
            } else {
                positions.add(fact.getSpoolAppended().getAppendPosition() + " behind " + all.size());
            }
        }

        @Override
        public void factAgain(LedgerRecord fact) {
            all.add(fact.getDeviceAppended().getDevice());
        }

        @Override
        public void covered(long position) {
            covered.add(position);
        }
    }

    @Test
    void whatChangesIsToldEachSecondHoweverManyRowsAreOnlySaidAgain() {
        restored(5_500);
        assertTrue(cycle.step(100));
        assertTrue(cycle.step(100));
        assertEquals(0, told.now.size());
        ledger.append(DeviceId.of("plant", "d5400"), "e", 0, 2);
        clock.pass(Duration.ofSeconds(1));

        assertTrue(cycle.step(101));

        assertEquals("d5400", told.now.get(0));
        assertEquals(1, told.now.size());
    }

    @Test
    void nothingIsCoveredBeforeAllIsSaidAgain() {
        restored(2_500);
        for (int step = 0; step < 3; step++) {
            ledger.append(DeviceId.of("plant", "d" + step), "e", 0, 2);
            clock.pass(Duration.ofSeconds(1));
            assertTrue(cycle.step(100 + step));
            assertEquals(List.of(), told.covered, "at " + told.all.size());
        }
        while (cycle.step(200)) {
            assertEquals(List.of(), told.covered, "at " + told.all.size());
        }
        assertEquals(2_500, told.all.size());
        assertEquals(List.of(200L), told.covered);
        assertFalse(cycle.step(200));
    }

    @Test
    void howFarAPartitionIsComesBehindTheRows() {
        restored(2_500);
        assertTrue(cycle.step(100));
        assertEquals(List.of(), told.positions);
        clock.pass(Duration.ofSeconds(1));
        while (cycle.step(100)) {
            clock.pass(Duration.ofSeconds(1));
        }
        assertEquals(List.of("2500 behind 2500"), told.positions);

        for (int i = 0; i < 1_500; i++) {
            ledger.append(DeviceId.of("plant", "n" + i), "e", 0, 1);
        }
        clock.pass(Duration.ofSeconds(1));
        assertTrue(cycle.step(101));
        ledger.append(DeviceId.of("plant", "after"), "e", 0, 1);
        assertEquals(1, told.positions.size());
        assertFalse(cycle.step(102));
        assertEquals("4000 behind 4000", told.positions.get(1));
    }

    @Test
    void atTheEndEverythingIsTold() {
        restored(2_500);
        ledger.append(DeviceId.of("plant", "new"), "e", 0, 1);

        cycle.finish(100);

        assertEquals(2_501, told.all.size());
        assertEquals(List.of(100L), told.covered);
    }

    private void restored(int rows) {
        for (int i = 0; i < rows; i++) {
            ledger.replay(DeviceId.of("plant", "d" + i), "e", 0, i, 1);
        }
        ledger.sayAllAgain();
    }
}
