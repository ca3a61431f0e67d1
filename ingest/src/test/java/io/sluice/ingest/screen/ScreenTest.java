package io.sluice.ingest.screen;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.SPOOL;
import static io.sluice.ingest.TestMessages.TS;
import static io.sluice.ingest.TestMessages.batch;
import static io.sluice.ingest.TestMessages.block;
import static io.sluice.ingest.TestMessages.messageOf;
import static io.sluice.ingest.TestMessages.rejected;
import static io.sluice.ingest.TestMessages.rejectedBatch;
import static io.sluice.ingest.TestMessages.rejectedWithoutDevice;
import static io.sluice.ingest.TestMessages.stamped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.row.MapRows;
import io.sluice.ingest.row.RowKind;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final int PARTITION = 3;
    private static final String EPOCH = "b7f3";
    private static final long NOW = TS + 60_000;
    private static final long DAY = 86_400_000;

    private static final DeviceId FAN = DeviceId.of("plant-1", "fan-1");

    private final MapRows rows = new MapRows();
    private final Screen screen = new Screen(PARTITION, rows);

    @Test
    void whatWasNeverSeenGoesOnWithWhatCameBeforeIt() {
        DeviceBlock first = onlyBlock(screened(batch(0, message(1), message(2))));
        DeviceBlock second = onlyBlock(screened(batch(2, message(3))));

        assertEquals(new LedgerCarry(0, 0), first.carry());
        assertEquals(List.of(0L, 1L), countersOf(first));
        assertEquals(new LedgerCarry(2, mix(1) ^ mix(2)), second.carry());
        assertEquals(3, row().newMessages());
        assertEquals(mix(1) ^ mix(2) ^ mix(3), row().newXor());
    }

    @Test
    void aCounterSeenBeforeIsARepeatAndNothingElse() {
        screened(batch(0, message(1), message(2)));

        Screened again = screened(batch(0, message(1), message(2), message(3)));

        assertEquals(2, again.repeated());
        assertEquals(Map.of(Verdict.NEW, 1), again.verdicts());
        assertEquals(List.of(2L), countersOf(onlyBlock(again)));
        assertEquals(0, row().duplicates());
        assertEquals(2, spool().repeated());
    }

    @Test
    void anIdentityResentWithTheSameContentIsADuplicate() {
        Screened screened = screened(batch(0, message(1), message(1)));

        assertEquals(Map.of(Verdict.NEW, 1, Verdict.DUPLICATE, 1), screened.verdicts());
        assertEquals(1, onlyBlock(screened).messages().size());
        assertEquals(List.of(), screened.deadLetters());
        assertEquals(1, row().duplicates());
    }

    @Test
    void anIdentityResentWithOtherContentIsAConflictAndADeadLetter() {
        screened(batch(0, message(1)));
        DeviceMessage other = messageOf(PUMP, EPOCH, 1, 99);

        Screened screened = screened(batch(1, other));

        assertEquals(List.of(new DeadLetter.Unplaced(Verdict.CONFLICT, other)), screened.deadLetters());
        assertTrue(screened.clean().blocks().isEmpty());
        assertEquals(1, row().conflicts());
    }

    @Test
    void anIdentityWhoseContentIsForgottenIsUndecidable() {
        long last = HashChunk.SEQS * HashWindow.CHUNKS;
        for (long seq = 1; seq <= last; seq++) {
            screened(batch(seq - 1, message(seq)));
        }

        Screened oldest = screened(batch(last, message(1)));
        Screened kept = screened(batch(last + 1, message(HashChunk.SEQS)));

        assertEquals(Map.of(Verdict.UNDECIDABLE, 1), oldest.verdicts());
        assertEquals(List.of(new DeadLetter.Unplaced(Verdict.UNDECIDABLE, message(1))), oldest.deadLetters());
        assertEquals(Map.of(Verdict.DUPLICATE, 1), kept.verdicts());
        assertEquals(HashWindow.CHUNKS - 1, rows.count(RowKind.HASHES), "older chunks are deleted");
    }

    @Test
    void whatFillsAGapThatWasFoldedAwayIsUndecidableAndStaysMissing() {
        Screen narrow = new Screen(PARTITION, rows, 2);
        narrow.screen(batch(0, message(1), message(1_000_003), message(2_000_005), message(3_000_007)), NOW);
        long missing = row().missing();

        Screened screened = narrow.screen(batch(4, message(2)), NOW);

        assertEquals(Map.of(Verdict.UNDECIDABLE, 1), screened.verdicts());
        assertEquals(missing, row().missing());
        assertEquals(row().produced(), row().newMessages() + row().missing());
    }

    @Test
    void anotherEpochBeginsAnew() {
        Screened screened = screened(new TelemetryBatch(
                SPOOL, List.of(block(0, message(1)), block(1, messageOf(PUMP, "c001", 1, 1))), List.of()));

        assertEquals(Map.of(Verdict.NEW, 2), screened.verdicts());
        assertEquals(new LedgerCarry(0, 0), screened.clean().blocks().get(1).carry());
    }

    @Test
    void beyondSoManyNewEpochsADayADevicesMessagesAreUndecidableAndOthersAreNot() {
        for (int i = 0; i < EpochBudget.A_DAY; i++) {
            screened(batch(i, messageOf(PUMP, "boot-" + i, 1, 1)));
        }
        DeviceMessage many = messageOf(PUMP, "boot-many", 1, 1);
        long kept = rows.count(RowKind.EPOCH);

        Screened beyond = screened(batch(EpochBudget.A_DAY, many));
        Screened known = screened(batch(EpochBudget.A_DAY + 1, messageOf(PUMP, "boot-7", 2, 1)));
        Screened fan = screened(batch(EpochBudget.A_DAY + 2, messageOf(FAN, "boot-many", 1, 1)));
        Screened tomorrow = screen.screen(batch(EpochBudget.A_DAY + 3, many), NOW + DAY);

        assertEquals(List.of(new DeadLetter.EpochTooMany(many)), beyond.deadLetters());
        assertEquals(Map.of(Verdict.UNDECIDABLE, 1), beyond.verdicts());
        assertEquals(1, row(RowKind.EPOCH.key(PUMP, "")).undecidable());
        assertEquals(Map.of(Verdict.NEW, 1), known.verdicts());
        assertEquals(Map.of(Verdict.NEW, 1), fan.verdicts());
        assertEquals(Map.of(Verdict.NEW, 1), tomorrow.verdicts());
        assertEquals(kept + 3, rows.count(RowKind.EPOCH), "the device's without an epoch, the fan's and tomorrow's");
    }

    @Test
    void aRejectionOfAnEpochTooManyIsTheDevices() {
        for (int i = 0; i < EpochBudget.A_DAY; i++) {
            screened(rejectedBatch(rejected(i, new SeqRef("boot-" + i, 1))));
        }
        screened(rejectedBatch(rejected(EpochBudget.A_DAY, new SeqRef("boot-many", 1))));

        assertEquals(Map.of("not-finite", 1L), row(RowKind.EPOCH.key(PUMP, "")).rejected());
        assertEquals(EpochBudget.A_DAY + 1, rows.count(RowKind.EPOCH));
    }

    @Test
    void twoBlocksOfOneDeviceInABatchCarryOn() {
        Screened screened = screened(
                new TelemetryBatch(SPOOL, List.of(block(0, message(1)), block(1, message(2), message(1))), List.of()));

        assertEquals(
                new LedgerCarry(1, mix(1)), screened.clean().blocks().get(1).carry());
        assertEquals(Map.of(Verdict.NEW, 2, Verdict.DUPLICATE, 1), screened.verdicts());
    }

    @Test
    void underAnIdentityOfTheGatewaysACopyIsFoundByItsTsAndContent() {
        screened(batch(0, stamped(PUMP, EPOCH, 1, TS, 21.4)));

        Screened screened = screened(batch(
                1,
                stamped(PUMP, EPOCH, 2, TS, 21.4),
                stamped(PUMP, EPOCH, 3, TS + 1, 21.4),
                stamped(PUMP, EPOCH, 4, TS, 21.5)));

        assertEquals(Map.of(Verdict.DUPLICATE, 1, Verdict.NEW, 2), screened.verdicts());
        assertEquals(3, row().produced(), "nobody produced the seq that the copy was given");
        assertEquals(0, row().missing());
    }

    @Test
    void aCopyIsFoundAmongADevicesLast256InWhateverEpoch() {
        for (int i = 0; i < RecentHashes.KEPT; i++) {
            screened(batch(i, stamped(PUMP, EPOCH, i + 1, TS + i, 1)));
        }

        Screened inReach = screened(batch(256, stamped(PUMP, "gw-2", 1, TS, 1)));
        screened(batch(257, stamped(PUMP, "gw-2", 2, TS - 1, 1)));
        Screened outOfReach = screened(batch(258, stamped(PUMP, "gw-2", 3, TS, 1)));

        assertEquals(Map.of(Verdict.DUPLICATE, 1), inReach.verdicts());
        assertEquals(Map.of(Verdict.NEW, 1), outOfReach.verdicts());
    }

    @Test
    void aPublishThatComesAgainIsFoundWholeHoweverManyMessagesItHas() {
        screened(part(SPOOL, 0, 0, 2_000, publish(EPOCH, 1, TS, 3_000)));
        screened(part(SPOOL, 0, 2_000, 3_000, publish(EPOCH, 1, TS, 3_000)));

        Screened first = screened(part("gw-2", 70, 0, 700, publish("gw-2", 1, TS, 3_000)));
        Screened rest = screened(part("gw-2", 70, 700, 3_000, publish("gw-2", 1, TS, 3_000)));

        assertEquals(Map.of(Verdict.DUPLICATE, 700), first.verdicts());
        assertEquals(Map.of(Verdict.DUPLICATE, 2_300), rest.verdicts());
        assertEquals(3_000, row().newMessages());
    }

    @Test
    void asManyPublishesAsMayBeUnansweredAreFoundWhenAllComeAgain() {
        int messages = RecentHashes.KEPT + 1;
        for (int i = 0; i < RecentPublishes.KEPT; i++) {
            screened(part(
                    SPOOL, i * messages, 0, messages, publish(EPOCH, 1 + i * messages, TS + i * messages, messages)));
        }
        int sent = RecentPublishes.KEPT * messages;

        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < RecentPublishes.KEPT; i++) {
            DeviceMessage[] again = publish("gw-2", 1 + i * messages, TS + i * messages, messages);
            screened(part(SPOOL, sent + i * messages, 0, messages, again))
                    .verdicts()
                    .forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
        }

        assertEquals(Map.of(Verdict.DUPLICATE, sent), verdicts);
    }

    @Test
    void aPublishWhoseCopyOvertakesItsSecondPartIsCountedOnce() {
        screened(part(SPOOL, 0, 0, 300, publish(EPOCH, 1, TS, 600)));
        screened(part("gw-2", 0, 0, 600, publish("gw-2", 1, TS, 600)));

        Screened rest = screened(part(SPOOL, 0, 300, 600, publish(EPOCH, 1, TS, 600)));

        assertEquals(Map.of(Verdict.NEW, 300), rest.verdicts());
        assertEquals(600, row().newMessages());
    }

    @Test
    void aLargePublishDoesNotPushOutWhatCameAloneBeforeIt() {
        screened(batch(0, stamped(PUMP, EPOCH, 1, TS, 21.4)));
        screened(part(SPOOL, 1, 0, 600, publish(EPOCH, 2, TS + 1, 600)));

        Screened again = screened(batch(601, stamped(PUMP, EPOCH, 602, TS, 21.4)));

        assertEquals(Map.of(Verdict.DUPLICATE, 1), again.verdicts());
    }

    @Test
    void messagesThatComeAgainInAnotherPublishAreFoundOneByOne() {
        screened(batch(0, stamped(PUMP, EPOCH, 1, TS, 1)));
        screened(part(SPOOL, 1, 0, 100, publish(EPOCH, 2, TS + 1, 100)));

        Screened larger = screened(part(SPOOL, 101, 0, 111, publish(EPOCH, 102, TS, 111)));

        assertEquals(Map.of(Verdict.DUPLICATE, 101, Verdict.NEW, 10), larger.verdicts());
    }

    @Test
    void equalMessagesWithoutATsOfTheirOwnAreAllNew() {
        Provenance stampedWhole = new Provenance(true, true);
        Screened screened = screened(batch(
                0,
                messageOf(PUMP, EPOCH, 1, TS, 21.4, stampedWhole),
                messageOf(PUMP, EPOCH, 2, TS, 21.4, stampedWhole)));

        assertEquals(Map.of(Verdict.NEW, 2), screened.verdicts());
    }

    @Test
    void aResentIdentityWithoutATsIsADuplicateThoughTheGatewayStampedAnother() {
        Provenance timeStamped = new Provenance(false, true);
        Screened screened = screened(batch(
                0,
                messageOf(PUMP, EPOCH, 1, TS, 21.4, timeStamped),
                messageOf(PUMP, EPOCH, 1, TS + 5_000, 21.4, timeStamped)));

        assertEquals(Map.of(Verdict.NEW, 1, Verdict.DUPLICATE, 1), screened.verdicts());
    }

    @Test
    void aRejectionIsCountedByReasonAndItsSeqsAreNotMissing() {
        screened(batch(0, message(1), message(4)));

        Screened screened = screened(rejectedBatch(rejected(2, new SeqRef(EPOCH, 2), new SeqRef(EPOCH, 4))));

        assertEquals(1, screened.deadLetters().size());
        assertEquals(Map.of("not-finite", 1L), row().rejected());
        assertEquals(1, row().rejectedWithSeq());
        assertEquals(List.of(new LongRange(3, 3)), row().missingRanges());
        assertEquals(4, row().produced());
    }

    @Test
    void aRejectionWithoutReadableIdentityIsTheDevicesAndOneWithoutDeviceIsNobodys() {
        screened(rejectedBatch(rejected(0), rejectedWithoutDevice(1)));

        assertEquals(Map.of("not-finite", 1L), row(RowKind.EPOCH.key(PUMP, "")).rejected());
        assertEquals(Map.of("topic-invalid", 1L), row(RowKind.EPOCH.key("|")).rejected());
    }

    @Test
    void aRepeatedRejectionIsNotBuriedTwice() {
        screened(rejectedBatch(rejected(0)));

        Screened again = screened(rejectedBatch(rejected(0)));

        assertEquals(1, again.repeated());
        assertEquals(List.of(), again.deadLetters());
    }

    @Test
    void theSpoolsRowShowsEveryCounterAndTheHoles() {
        screened(batch(0, message(1), message(1)));
        screened(rejectedBatch(rejected(5)));

        assertEquals(6, spool().committedCounter());
        assertEquals(3, spool().classified());
        assertEquals(List.of(new LongRange(2, 4)), spool().holes(20));
        assertEquals(IdentityMix.ofCounter(SPOOL, PARTITION, 5), spool().classifiedXor(), "both copies' mixes cancel");
    }

    @Test
    void aBatchTouchesTheStateAsOftenWhateverItHolds() {
        screened(batch(0, message(1)));
        rows.takeAccesses();

        screened(batch(1, message(2)));
        int one = rows.takeAccesses();
        DeviceMessage[] many = new DeviceMessage[50];
        for (int i = 0; i < many.length; i++) {
            many[i] = message(3 + i);
        }
        screened(batch(2, many));

        assertEquals(4, one, "spool and device, each read and written");
        assertEquals(one, rows.takeAccesses());
    }

    private Screened screened(TelemetryBatch batch) {
        return screen.screen(batch, NOW);
    }

    private static DeviceMessage message(long seq) {
        return messageOf(PUMP, EPOCH, seq, (double) (20 + seq));
    }

    /** A publish whose messages have a ts each, from this one on, and their identity from the gateway. */
    private static DeviceMessage[] publish(String epoch, long firstSeq, long firstTs, int messages) {
        DeviceMessage[] published = new DeviceMessage[messages];
        for (int i = 0; i < messages; i++) {
            published[i] = stamped(PUMP, epoch, firstSeq + i, firstTs + i, 1);
        }
        return published;
    }

    /** What a batch holds of a publish whose first message has the counter. */
    private static TelemetryBatch part(String spool, long firstCounter, int from, int to, DeviceMessage... published) {
        List<DeviceMessage> told =
                Publish.told(List.of(published), firstCounter).subList(from, to);
        return new TelemetryBatch(
                spool, List.of(block(firstCounter + from, told.toArray(DeviceMessage[]::new))), List.of());
    }

    private static long mix(long seq) {
        return IdentityMix.mix(IdentityMix.seed(PUMP, EPOCH), seq);
    }

    private static DeviceBlock onlyBlock(Screened screened) {
        assertEquals(1, screened.clean().blocks().size());
        return screened.clean().blocks().get(0);
    }

    private static List<Long> countersOf(DeviceBlock block) {
        return block.messages().stream().map(counted -> counted.counter()).toList();
    }

    private EpochRow row() {
        return row(RowKind.EPOCH.key(PUMP, EPOCH));
    }

    private EpochRow row(String key) {
        return EpochRow.from(rows.get(key));
    }

    private SpoolRow spool() {
        return SpoolRow.from(rows.get(RowKind.SPOOL.key(SPOOL)));
    }
}
