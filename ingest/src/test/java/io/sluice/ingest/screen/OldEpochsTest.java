package io.sluice.ingest.screen;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.TS;
import static io.sluice.ingest.TestMessages.batch;
import static io.sluice.ingest.TestMessages.messageOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.MapRows;
import io.sluice.ingest.row.RowKind;
import io.sluice.model.message.DeviceMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of a device that boots again and again. */
final class OldEpochsTest {
    private static final int MESSAGES = 3 * HashChunk.SEQS;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final MapRows rows = new MapRows();
    private final Screen screen = new Screen(0, rows);
    private long counter;

    @Test
    void aCopyOfAnEpochThatIsOverForADayIsUndecidableAndItsNewMessagesAreNew() {
        boot("b1", TS);
        boot("b2", TS + HOUR);
        boot("b3", TS + HOUR + DAY - 1);
        assertEquals(Verdict.DUPLICATE, verdict("b1", 1, TS + HOUR + DAY), "it is over for less than a day");

        boot("b4", TS + HOUR + DAY);
        long now = TS + HOUR + DAY + 1;
        assertEquals(Verdict.UNDECIDABLE, verdict("b1", 1, now));
        assertEquals(Verdict.UNDECIDABLE, verdict("b1", MESSAGES, now), "of the newest chunk");
        assertEquals(Verdict.NEW, verdict("b1", MESSAGES + 1, now));
        assertEquals(Verdict.NEW, verdict("b1", MESSAGES + 5 * HashChunk.SEQS, now));
        assertEquals(Verdict.DUPLICATE, verdict("b2", 1, now), "it is over for less than a day");
        assertEquals(
                MESSAGES + 2,
                EpochRow.from(rows.get(RowKind.EPOCH.key(PUMP, "b1"))).newMessages());
    }

    @Test
    void whoBootsEachDayKeepsTheHashesOfTheLatestEpochsOnly() {
        for (int day = 0; day < 20; day++) {
            boot("day-" + day, TS + day * DAY);
        }
        assertEquals(20, rows.count(RowKind.EPOCH));
        assertTrue(rows.count(RowKind.HASHES) <= 3 * 3, () -> "were " + rows.count(RowKind.HASHES));
        assertEquals(Verdict.DUPLICATE, verdict("day-18", 1, TS + 19 * DAY));
    }

    @Test
    void whoBootsAllTheTimeKeepsThoseOfSoManyEpochs() {
        for (int i = 0; i < 2 * EpochBudget.MAX_LATEST; i++) {
            boot("boot-" + i, TS + i);
        }
        assertEquals(3L * EpochBudget.MAX_LATEST, rows.count(RowKind.HASHES));
    }

    @Test
    void aRowOfTheFirstVersionKnowsNoNames() {
        EpochBudget budget = EpochBudget.from(new byte[] {1, 7, 3});
        assertEquals(List.of(), budget.follow("b1", TS));
        EpochBudget read = EpochBudget.from(budget.toBytes());
        assertEquals(List.of(), read.follow("b2", TS + DAY));
        assertEquals(List.of("b1"), read.follow("b3", TS + 2 * DAY));
    }

    private void boot(String epoch, long nowMillis) {
        DeviceMessage[] messages = new DeviceMessage[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = message(epoch, i + 1L);
        }
        Screened screened = screen.screen(batch(counter, messages), nowMillis);
        counter += MESSAGES;
        assertEquals(Map.of(Verdict.NEW, MESSAGES), screened.verdicts());
    }

    private Verdict verdict(String epoch, long seq, long nowMillis) {
        Screened screened = screen.screen(batch(counter++, message(epoch, seq)), nowMillis);
        return screened.verdicts().keySet().iterator().next();
    }

    private static DeviceMessage message(String epoch, long seq) {
        return messageOf(PUMP, epoch, seq, 20.0);
    }
}
