package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sluice.ingest.TestMessages;
import io.sluice.ingest.row.MapRows;
import io.sluice.ingest.row.RowKind;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenPropertyTest {
    private final MapRows rows = new MapRows();
    private final Screen screen = new Screen(0, rows);
    private final PlainModel model = new PlainModel();
    private final List<DeviceMessage> accepted = new ArrayList<>();
    private final Map<String, LedgerCarry> due = new HashMap<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverDevicesNetworksAndCrashesDoTheScreenCountsAsPlainSetsWould(long seed) {
        RandomFleet fleet = new RandomFleet(seed);
        for (TelemetryBatch batch : fleet.batches()) {
            model.take(batch);
            for (DeviceBlock block : screen.screen(batch, 0).clean().blocks()) {
                follow(block, "seed " + seed);
            }
        }

        assertEquals(model.accepted, accepted, "seed " + seed);
        SpoolRow spool = SpoolRow.from(rows.get(RowKind.SPOOL.key(TestMessages.SPOOL)));
        assertEquals(fleet.size(), spool.classified(), "seed " + seed);
        assertEquals(model.repeated, spool.repeated(), "seed " + seed);
        long classified = 0;
        for (Map.Entry<String, PlainModel.Row> row : model.rows.entrySet()) {
            classified += assertSame(row.getKey(), row.getValue(), "seed " + seed + ", " + row.getKey());
        }
        assertEquals(spool.classified(), classified, "equation (a), seed " + seed);
    }

    /** Each block's carry is where the one before it of the same device and epoch ended. */
    private void follow(DeviceBlock block, String where) {
        String key = block.device() + "|" + block.epoch();
        LedgerCarry carry = block.carry();
        assertNotNull(carry, where);
        assertEquals(due.getOrDefault(key, new LedgerCarry(0, 0)), carry, where);
        long seed = IdentityMix.seed(block.device(), block.epoch());
        long xor = carry.newXorBefore();
        for (CountedMessage counted : block.messages()) {
            accepted.add(counted.message());
            xor ^= IdentityMix.mix(seed, counted.message().seq());
        }
        due.put(key, new LedgerCarry(carry.newBefore() + block.messages().size(), xor));
    }

    private long assertSame(String name, PlainModel.Row expected, String where) {
        EpochRow row = EpochRow.from(rows.get(RowKind.EPOCH.key(name)));
        SortedSet<Long> missing = expected.missing();
        assertEquals(expected.fresh.size(), row.newMessages(), where);
        assertEquals(expected.xor, row.newXor(), where);
        assertEquals(expected.duplicates, row.duplicates(), where);
        assertEquals(expected.conflicts, row.conflicts(), where);
        assertEquals(0, row.undecidable(), where);
        assertEquals(expected.rejected, row.rejected(), where);
        assertEquals(expected.produced(), row.produced(), where);
        assertEquals(expected.onlyRefused().size(), row.rejectedWithSeq(), where);
        assertEquals(missing.size(), row.missing(), where);
        assertEquals(
                missing.isEmpty() ? 0 : missing.first(),
                row.missingRanges().isEmpty() ? 0 : row.missingRanges().get(0).from(),
                where);
        assertEquals(
                row.produced(), row.newMessages() + row.rejectedWithSeq() + row.missing(), "equation (c), " + where);
        return row.newMessages()
                + row.duplicates()
                + row.conflicts()
                + row.rejected().values().stream().mapToLong(Long::longValue).sum();
    }
}
