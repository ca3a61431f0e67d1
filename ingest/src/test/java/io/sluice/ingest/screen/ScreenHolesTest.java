package io.sluice.ingest.screen;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.SPOOL;
import static io.sluice.ingest.TestMessages.TS;
import static io.sluice.ingest.TestMessages.messageOf;
import static io.sluice.ingest.TestMessages.rejectedBatch;
import static io.sluice.ingest.TestMessages.rejectedWithoutDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.MapRows;
import io.sluice.ingest.row.RowKind;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A spool that leaves out more counters than are remembered, or only seems to. */
class ScreenHolesTest {
    private static final int MANY = 2 * SpoolRow.MAX_RANGES;

    private final MapRows rows = new MapRows();
    private final Screen screen = new Screen(3, rows);

    /** What is refused comes first, whatever it is counted between: what then seems to be missing is yet to come. */
    @Test
    void nothingOfABatchIsARepeatHoweverManyOfItWereRefused() {
        List<RejectedMessage> refused = new ArrayList<>();
        List<CountedMessage> good = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            refused.add(rejectedWithoutDevice(2L * i));
            good.add(new CountedMessage(2L * i + 1, messageOf(PUMP, "b7f3", i + 1, 21.4)));
        }

        Screened screened = screen.screen(
                new TelemetryBatch(SPOOL, List.of(new DeviceBlock(PUMP, "b7f3", null, good)), refused), TS);

        assertEquals(0, screened.repeated());
        assertEquals(Map.of(Verdict.NEW, MANY), screened.verdicts());
        assertEquals(MANY, screened.deadLetters().size());
        assertEquals(2 * MANY, spool().classified());
    }

    @Test
    void theyTakeNoMoreRoomThanTheCap() {
        for (long counter = 0; counter < MANY; counter++) {
            screen.screen(rejectedBatch(rejectedWithoutDevice(2 * counter)), TS);
        }

        int bytes = spool().toBytes().length;
        assertTrue(bytes <= 3 * SpoolRow.MAX_RANGES, "was " + bytes);
    }

    private SpoolRow spool() {
        return SpoolRow.from(rows.get(RowKind.SPOOL.key(SPOOL)));
    }
}
