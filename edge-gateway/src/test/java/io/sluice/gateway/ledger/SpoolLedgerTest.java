package io.sluice.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolLedgerTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final SpoolLedger ledger = new SpoolLedger("gw", 1);

    @Test
    void epochsThatTakeTurnsAreCountedEachForItself() {
        long xor = 0;
        for (int seq = 1; seq <= 3; seq++) {
            for (String epoch : List.of("a", "b", "c")) {
                ledger.append(PUMP, epoch, 0, seq);
            }
            xor ^= IdentityMix.mix(IdentityMix.seed(PUMP, "b"), seq);
        }
        ledger.append(DeviceId.of("plant", "fan"), "b", 0, 1);

        Map<String, DeviceAppended> rows = rows(ledger);

        assertEquals(List.of("fan|b", "pump|a", "pump|b", "pump|c"), List.copyOf(rows.keySet()));
        assertEquals(3, row(rows, "pump|b").getAppended());
        assertEquals(xor, row(rows, "pump|b").getAppendedXor());
        assertEquals(7, row(rows, "pump|b").getLastCounter());
    }

    @Test
    void aDeviceStaysInItsPartition() {
        SpoolLedger wide = new SpoolLedger("gw", 7);
        for (int i = 0; i < 50; i++) {
            DeviceId device = DeviceId.of("plant", "device-" + i);
            int partition = Partitions.of(device, 7);
            assertEquals(partition, wide.partitionOf(device));
            wide.append(device, "a", partition, 1);
            assertEquals(partition, wide.partitionOf(device), "once it has a row");
        }
    }

    @Test
    void everyRowIsSaidAgainAfterAStart() {
        ledger.append(PUMP, "a", 0, 1);
        ledger.append(PUMP, "b", 0, 1);
        rows(ledger);

        ledger.sayAllAgain();

        assertEquals(List.of("pump|a", "pump|b"), List.copyOf(rows(ledger).keySet()));
    }

    @Test
    void whatIsOnlySaidAgainWaitsForNoneThatChangesAndIsNotSaidTwice() {
        for (String epoch : List.of("a", "b", "c")) {
            ledger.append(PUMP, epoch, 0, 1);
        }
        rows(ledger);
        ledger.sayAllAgain();
        ledger.append(PUMP, "c", 0, 2);
        ledger.append(PUMP, "d", 0, 1);

        List<String> told = new ArrayList<>();
        ledger.deviceFacts(0, 5, fact -> told.add(fact.getDeviceAppended().getEpoch()));
        assertEquals(List.of("c", "d"), told);
        assertTrue(ledger.hasUnsaidRows());
        ledger.unsaidFacts(0, 5, fact -> told.add(fact.getDeviceAppended().getEpoch()));
        assertEquals(List.of("a", "b", "c", "d"), told.stream().sorted().toList());
        assertFalse(ledger.hasUnsaidRows());
    }

    /** Looking through the epochs before would take minutes here, and every other device's acknowledgements wait. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aDeviceThatBootsForEachMessageDoesNotHoldUpTheWriter() {
        for (int i = 0; i < 200_000; i++) {
            ledger.append(PUMP, "boot-" + i, 0, 1);
        }

        assertEquals(1_001, ledger.changedRows());
    }

    @Test
    void beyondTheBoundFurtherEpochsShareARow() {
        SpoolLedger narrow = new SpoolLedger("gw", 1, new EpochRoom(2, 100));
        for (String epoch : List.of("a", "b", "c", "d", "a", "c")) {
            narrow.append(PUMP, epoch, 0, 7);
        }
        narrow.append(DeviceId.of("plant", "fan"), "c", 0, 1);

        Map<String, DeviceAppended> rows = rows(narrow);

        assertEquals(List.of("fan|c", "pump|*", "pump|a", "pump|b"), List.copyOf(rows.keySet()));
        assertEquals(3, row(rows, "pump|*").getAppended());
        assertEquals(5, row(rows, "pump|*").getLastCounter());
        assertEquals(
                IdentityMix.mix(IdentityMix.seed(PUMP, "d"), 7),
                row(rows, "pump|*").getAppendedXor(),
                "c came twice");
        assertEquals(2, row(rows, "pump|a").getAppended());
    }

    @Test
    void ofAllDevicesTogetherOnlySoManyHaveMoreThanAFew() {
        SpoolLedger narrow = new SpoolLedger("gw", 1, new EpochRoom(100, 11));
        for (int boot = 0; boot < 7; boot++) {
            narrow.append(PUMP, "p" + boot, 0, 1);
        }
        for (int boot = 0; boot < 7; boot++) {
            narrow.append(DeviceId.of("plant", "fan"), "f" + boot, 0, 1);
        }
        narrow.append(PUMP, "p7", 0, 1);

        Map<String, DeviceAppended> rows = rows(narrow);

        assertEquals(7 + 4 + 2, rows.size(), () -> rows.keySet().toString());
        assertEquals(3, row(rows, "fan|*").getAppended());
        assertEquals(1, row(rows, "pump|*").getAppended());
    }

    @Test
    void aCheckpointFromBeforeTheBoundKeepsItsRows() {
        for (String epoch : List.of("a", "b", "c")) {
            ledger.append(PUMP, epoch, 0, 1);
        }
        SpoolLedger narrow = new SpoolLedger("gw", 1, new EpochRoom(2, 100));
        ledger.deviceFacts(0, 3, narrow::restore);
        narrow.append(PUMP, "c", 0, 2);
        narrow.append(PUMP, "d", 0, 1);
        narrow.sayAllAgain();

        assertEquals(
                List.of("pump|*", "pump|a", "pump|b", "pump|c"),
                List.copyOf(rows(narrow).keySet()));
    }

    /** Facts are told in portions between appends, so that a checkpoint's rows are of different moments. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void aReplayBehindAnyCheckpointComesToTheSameRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SpoolLedger writer = narrow();
        Map<String, LedgerRecord> told = new HashMap<>();
        List<Boot> appended = new ArrayList<>();
        int covered = 0;
        int begun = 0;
        int left = 0;
        for (int i = 0; i < 80; i++) {
            Boot boot = new Boot(DeviceId.of("plant", "d" + random.nextInt(3)), "e" + random.nextInt(9));
            appended.add(boot);
            writer.append(boot.device, boot.epoch, 0, i + 1);
            if (left == 0) {
                covered = begun;
                begun = appended.size();
                left = writer.changedRows();
                writer.partitionFacts(0, fact -> told.put(LedgerKey.of(fact), fact));
            }
            int portion = Math.min(left, random.nextInt(2));
            writer.deviceFacts(0, portion, fact -> told.put(LedgerKey.of(fact), fact));
            left -= portion;

            SpoolLedger next = narrow();
            told.values().forEach(next::restore);
            for (int counter = random.nextInt(covered + 1); counter < appended.size(); counter++) {
                Boot again = appended.get(counter);
                next.replay(again.device, again.epoch, 0, counter, counter + 1);
            }
            next.sayAllAgain();
            assertEquals(rows(whole(appended)), rows(next), "seed " + seed + " after " + appended);
        }
    }

    private record Boot(DeviceId device, String epoch) {}

    /** A device has seven epochs at most, and four where all have sixteen together. */
    private static SpoolLedger narrow() {
        return new SpoolLedger("gw", 1, new EpochRoom(7, 16));
    }

    private static SpoolLedger whole(List<Boot> appended) {
        SpoolLedger whole = narrow();
        for (int i = 0; i < appended.size(); i++) {
            whole.append(appended.get(i).device, appended.get(i).epoch, 0, i + 1);
        }
        return whole;
    }

    private static DeviceAppended row(Map<String, DeviceAppended> rows, String name) {
        return rows.getOrDefault(name, DeviceAppended.getDefaultInstance());
    }

    private static Map<String, DeviceAppended> rows(SpoolLedger ledger) {
        List<LedgerRecord> facts = new ArrayList<>();
        ledger.deviceFacts(0, Integer.MAX_VALUE, facts::add);
        ledger.unsaidFacts(0, Integer.MAX_VALUE, facts::add);
        Map<String, DeviceAppended> rows = new TreeMap<>();
        for (LedgerRecord fact : facts) {
            DeviceAppended row = fact.getDeviceAppended();
            rows.put(row.getDevice() + "|" + row.getEpoch(), row);
        }
        return rows;
    }
}
