package io.sluice.ingest.kafka;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.SPOOL;
import static io.sluice.ingest.TestMessages.batch;
import static io.sluice.ingest.TestMessages.block;
import static io.sluice.ingest.TestMessages.messageOf;
import static io.sluice.ingest.TestMessages.rejected;
import static io.sluice.ingest.TestMessages.rejectedBatch;
import static io.sluice.ingest.TestMessages.rejectedWithoutDevice;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolCommitted;
import io.sluice.model.payload.rejection.SeqRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreenTopologyTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IngestMeters ingestMeters = new IngestMeters(meters);
    private ScreenPipe pipe = new ScreenPipe(ingestMeters);

    @AfterEach
    void close() {
        pipe.close();
    }

    @Test
    void aCleanBatchGoesOnWithoutKeyAndWithItsCarry() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));
        pipe.send(batch(1, messageOf(PUMP, "e", 2, 2)));

        List<TestRecord<byte[], byte[]>> readings = pipe.readings();
        TelemetryBatch second = TelemetryBatchCodec.decode(readings.get(1).value());
        assertNull(readings.get(0).key());
        assertEquals("application/vnd.sluice.batch+protobuf", header(readings.get(0), "content-type"));
        assertEquals(SPOOL, header(readings.get(0), "gateway"));
        assertEquals(new LedgerCarry(1, mix(1)), second.blocks().get(0).carry());
        assertEquals(
                messageOf(PUMP, "e", 2, 2),
                second.blocks().get(0).messages().get(0).message());
        assertEquals(1, second.blocks().get(0).messages().get(0).counter());
    }

    @Test
    void aBatchOfRepeatsAndDuplicatesIsNotForwarded() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));
        pipe.send(batch(1, messageOf(PUMP, "e", 1, 1)));

        assertEquals(1, pipe.readings().size());
        assertEquals(List.of(), pipe.deadLetters());
        assertEquals(1, count("sluice.ingest.messages", "outcome", "repeated"));
        assertEquals(1, count("sluice.ingest.messages", "outcome", "duplicate"));
    }

    @Test
    void aConflictIsBuriedAsTheDeviceWouldHaveWrittenIt() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1), messageOf(PUMP, "e", 1, 2)));

        TestRecord<byte[], byte[]> letter = pipe.deadLetters().get(0);
        assertEquals("plant-1/pump-7", text(letter.key()));
        assertEquals("conflict", header(letter, "reason"));
        assertEquals("e#1 was seen before", header(letter, "detail"));
        assertEquals("telemetry/plant-1/pump-7", header(letter, "topic"));
        assertEquals(SPOOL, header(letter, "gateway"));
        assertEquals(
                "{\"ts\":1732412346000,\"epoch\":\"e\",\"seq\":1,\"values\":{\"temperature\":2.0}}",
                text(letter.value()));
    }

    @Test
    void aRejectionIsBuriedWithItsOriginalBytes() {
        pipe.send(rejectedBatch(rejected(0, new SeqRef("e", 1)), rejectedWithoutDevice(1)));

        List<TestRecord<byte[], byte[]>> letters = pipe.deadLetters();
        assertEquals("plant-1/pump-7", text(letters.get(0).key()));
        assertEquals("{NaN}", text(letters.get(0).value()));
        assertEquals("not-finite", header(letters.get(0), "reason"));
        assertEquals("temperature must be finite, was NaN", header(letters.get(0), "detail"));
        assertEquals("1732412345000", header(letters.get(0), "time"));
        assertNull(letters.get(1).key());
        assertArrayEquals(new byte[] {1}, letters.get(1).value());
        assertEquals(1, count("sluice.ingest.rejected", "reason", "topic-invalid"));
        assertEquals(List.of(), pipe.readings());
    }

    @Test
    void aRecordThatIsNoBatchIsBuriedAndItsCountersStayAHole() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));
        pipe.sendBytes(new byte[] {(byte) 0xff, 1, 2});
        pipe.send(batch(3, messageOf(PUMP, "e", 4, 1)));
        pipe.tick();

        TestRecord<byte[], byte[]> letter = pipe.deadLetters().get(0);
        assertArrayEquals(new byte[] {(byte) 0xff, 1, 2}, letter.value());
        assertEquals("corrupt-batch", header(letter, "reason"));
        assertEquals("telemetry.batches", header(letter, "topic"));
        assertTrue(header(letter, "detail").endsWith("(partition 0, offset 1)"), header(letter, "detail"));
        SpoolCommitted spool = pipe.fact("gw-1/0||spool-committed|ingest").getSpoolCommitted();
        assertEquals(4, spool.getCommittedCounter());
        assertEquals(2, spool.getClassified());
        assertEquals(1, spool.getHoles(0).getFrom());
        assertEquals(2, spool.getHoles(0).getTo());
        assertEquals(1, count("sluice.ingest.rejected", "reason", "corrupt-batch"));
    }

    @Test
    void theLedgerTellsOfEveryMessageWhatBecameOfIt() {
        pipe.send(batch(
                0,
                messageOf(PUMP, "e", 1, 1),
                messageOf(PUMP, "e", 1, 1),
                messageOf(PUMP, "e", 1, 2),
                messageOf(PUMP, "e", 5, 1)));
        pipe.send(rejectedBatch(rejected(4, new SeqRef("e", 2))));
        pipe.tick();

        LedgerRecord record = pipe.fact("plant-1/pump-7|e|screened|ingest");
        DeviceScreened row = record.getDeviceScreened();
        assertEquals(2, row.getNewMessages());
        assertEquals(1, row.getDuplicates());
        assertEquals(1, row.getConflicts());
        assertEquals(Map.of("not-finite", 1L), row.getRejectedMap());
        assertEquals(5, row.getProduced());
        assertEquals(1, row.getRejectedWithSeq());
        assertEquals(2, row.getMissing());
        assertEquals(3, row.getMissingRanges(0).getFrom());
        assertEquals(4, row.getMissingRanges(0).getTo());
        assertEquals(2.0, meters.get("sluice.ingest.missing").gauge().value());
    }

    @Test
    void rejectionsOfNobodyHaveARowAPartition() {
        pipe.send(rejectedBatch(rejectedWithoutDevice(0)));
        pipe.tick();

        DeviceScreened row = pipe.fact("/||screened|ingest-0").getDeviceScreened();
        assertEquals(Map.of("topic-invalid", 1L), row.getRejectedMap());
        assertEquals("", row.getSite());
    }

    @Test
    void aRowIsToldOnlyWhenItChangedAndThenOnce() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));
        pipe.send(batch(1, messageOf(PUMP, "e", 2, 1)));
        pipe.tick();
        assertEquals(2, pipe.ledgerRecords().size(), "one of the spool, one of the device");
        assertEquals(1, pipe.devices().size());

        pipe.tick();

        assertEquals(List.of(), pipe.ledgerRecords());
        assertEquals(List.of(), pipe.devices());
    }

    @Test
    void theTwinShowsTheLastValues() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 20), messageOf(PUMP, "e", 2, 21)));
        pipe.tick();

        TestRecord<byte[], byte[]> twin = pipe.devices().get(0);
        assertEquals("plant-1/pump-7", text(twin.key()));
        assertTrue(
                text(twin.value()).endsWith("\"values\":{\"temperature\":{\"value\":21.0,\"ts\":1732412347000}}}"),
                text(twin.value()));
    }

    @Test
    void aDeathIsShownInTheTwinCountsNothingAndEndsWithTheNextMessage() {
        DeviceDeath death = new DeviceDeath(PUMP, 1, 1_732_412_399_000L);
        TelemetryBatch last = batch(0, messageOf(PUMP, "e", 1, 20));
        pipe.send(new TelemetryBatch(SPOOL, last.blocks(), List.of(), List.of(death)));
        pipe.tick();
        assertTrue(text(pipe.devices().get(0).value()).contains("\"alive\":false,\"diedAt\":1732412399000,"));
        assertEquals(List.of(), pipe.deadLetters());

        pipe.send(batch(1, messageOf(PUMP, "e", 2, 21)));
        pipe.send(new TelemetryBatch(SPOOL, List.of(), List.of(), List.of(death)));
        pipe.tick();
        List<TestRecord<byte[], byte[]>> twins = pipe.devices();
        assertTrue(text(twins.get(twins.size() - 1).value()).contains("\"alive\":true,"), "it was sent again");
    }

    /** Its acknowledgement was lost with the connection: it comes again, and that is all there is to say. */
    @Test
    void aDeathEndsAlsoWithAMessageThatIsSentAgain() {
        DeviceDeath death = new DeviceDeath(PUMP, 1, 1_732_412_399_000L);
        TelemetryBatch last = batch(0, messageOf(PUMP, "e", 1, 20));
        pipe.send(new TelemetryBatch(SPOOL, last.blocks(), List.of(), List.of(death)));
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 20)));
        pipe.tick();
        assertTrue(text(pipe.devices().get(0).value()).contains("\"alive\":false,"), "a batch sent again says nothing");

        pipe.send(batch(1, messageOf(PUMP, "e", 1, 20)));
        pipe.send(new TelemetryBatch(SPOOL, List.of(), List.of(), List.of(death)));
        pipe.tick();
        List<TestRecord<byte[], byte[]>> twins = pipe.devices();
        assertTrue(text(twins.get(twins.size() - 1).value()).contains("\"alive\":true,"));
        assertTrue(text(twins.get(twins.size() - 1).value()).contains("\"messages\":1,"), "counted once");
    }

    @Test
    void aDeathOfADeviceThatNeverSaidAnythingIsNoDevice() {
        DeviceDeath death = new DeviceDeath(PUMP, 0, 1_732_412_399_000L);
        pipe.send(new TelemetryBatch(SPOOL, List.of(), List.of(), List.of(death)));
        pipe.tick();
        assertEquals(List.of(), pipe.devices());
        assertEquals(List.of(), pipe.deadLetters());
    }

    @Test
    void aRestartFromItsStateRepeatsNothingAndTellsTheLedgerEverythingAgain() {
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1), messageOf(PUMP, "e", 3, 1)));
        pipe.tick();
        Map<String, LedgerRecord> before = withoutTime(pipe.ledger());
        pipe = pipe.restarted(ingestMeters);

        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1), messageOf(PUMP, "e", 3, 1), messageOf(PUMP, "e", 4, 1)));
        List<TestRecord<byte[], byte[]>> readings = pipe.readings();
        TelemetryBatch clean = TelemetryBatchCodec.decode(readings.get(0).value());

        assertEquals(1, clean.messageCount());
        assertEquals(new LedgerCarry(2, mix(1) ^ mix(3)), clean.blocks().get(0).carry());
        pipe = pipe.restarted(ingestMeters);
        pipe.tick();
        Map<String, LedgerRecord> after = withoutTime(pipe.ledger());
        assertEquals(before.keySet(), after.keySet());
        assertEquals(1, pipe.devices().size());
        LedgerRecord row = after.getOrDefault("plant-1/pump-7|e|screened|ingest", LedgerRecord.getDefaultInstance());
        assertEquals(3, row.getDeviceScreened().getNewMessages());
        assertEquals(1.0, meters.get("sluice.ingest.missing").gauge().value(), "not once for each life");
    }

    @Test
    void afterAStartWhatChangesDoesNotWaitForAllThatDidNot() {
        List<DeviceBlock> blocks = new ArrayList<>();
        for (int i = 0; i < ChangedRows.MAX_ROWS_A_TURN + 100; i++) {
            blocks.add(block(i, messageOf(DeviceId.of("a", "d" + i), "e", 1, 1)));
        }
        pipe.send(new TelemetryBatch(SPOOL, blocks, List.of()));
        pipe.send(batch(blocks.size(), messageOf(PUMP, "e", 1, 1)));
        pipe = pipe.restarted(ingestMeters);
        pipe.tick();
        assertEquals(List.of(), pipe.devices(), "the last rows of all");

        pipe.send(batch(blocks.size() + 1, messageOf(PUMP, "e", 2, 1)));
        pipe.tick();

        List<TestRecord<byte[], byte[]>> told = pipe.devices();
        assertEquals("plant-1/pump-7", text(told.get(0).key()));
        pipe.tick();
        assertEquals(blocks.size() + 1, told.size() + pipe.devices().size(), "and then the rest, once");
    }

    @Test
    void aRecordWithoutValueDoesNotStopThePartition() {
        pipe.sendBytes(null);
        pipe.send(batch(0, messageOf(PUMP, "e", 1, 1)));

        assertEquals(1, pipe.readings().size());
        assertFalse(pipe.deadLetters().isEmpty());
    }

    private static long mix(long seq) {
        return IdentityMix.mix(IdentityMix.seed(PUMP, "e"), seq);
    }

    private static Map<String, LedgerRecord> withoutTime(Map<String, LedgerRecord> ledger) {
        Map<String, LedgerRecord> timeless = new TreeMap<>();
        ledger.forEach((key, record) ->
                timeless.put(key, record.toBuilder().clearAsOfMillis().build()));
        return timeless;
    }

    private double count(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).counter().count();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
