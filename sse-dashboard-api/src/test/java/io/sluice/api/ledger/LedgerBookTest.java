package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.JsonTree;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SeqRange;
import io.sluice.model.ledger.proto.SpoolAppended;
import io.sluice.model.ledger.proto.SpoolCommitted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class LedgerBookTest {
    private static final int PARTITIONS = 4;
    private static final long T0 = 1_732_412_345_000L;
    private static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    private static final DeviceId FAN = DeviceId.of("plant-2", "fan-1");
    private static final LongPredicate ALL = LedgerBookTest::any;

    private final LedgerBook book = new LedgerBook(PARTITIONS);

    @Test
    void whenEveryStageAgreesTheResidueIsZero() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 10, ALL);
        Map<String, Object> ledger = ledger(SeriesFilter.ALL, T0);
        assertEquals(
                "{appended=10, produced=10, new=10, counted=10, late=0, lateByTier={1s=0, 10s=0, 1m=0, 1h=0},"
                        + " duplicates=0, conflicts=0, rejected={}, rejectedWithSeq=0, undecidable=0, inFlight=0, missing=0,"
                        + " missingRanges=[], residue=0, readings={counted=20, late=0}}",
                ledger.toString());
    }

    @Test
    void whatIsOnItsWayIsInFlightAndNotMissed() {
        appended(PUMP, 10);
        screened(PUMP, 7, ALL);
        counted(PUMP, 4, ALL);
        assertEquals(6L, inFlight(T0));
        assertEquals(0L, residue(T0));
    }

    @Test
    void aHoleInTheCountersIsAResidueOfEquationA() {
        appended(PUMP, 10);
        screened(PUMP, 10, seq -> seq < 4 || seq > 6);
        long seen = xor(PUMP, seqs(10, seq -> seq < 4 || seq > 6));
        jobs(PUMP, 7, seen, 7, seen);
        assertEquals(3L, residue(T0));
        assertEquals(0L, inFlight(T0));
    }

    @Test
    void anExchangedMessageIsAResidueOfEquationAThoughTheCountsAgree() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 10, ALL);
        committed(PUMP, 10, 10, xor(PUMP, 9) ^ mix(PUMP, 77));
        assertEquals(1L, residue(T0));
    }

    @Test
    void aBlockLostBetweenIngestAndJobsIsAResidueOfEquationB() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 10, seq -> seq < 4 || seq > 6);
        assertEquals(3L, residue(T0));
    }

    @Test
    void anExchangedMessageIsAResidueOfEquationBThoughTheCountsAgree() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        jobs(PUMP, 10, xor(PUMP, 10), 10, xor(PUMP, 9) ^ mix(PUMP, 9));
        assertEquals(1L, residue(T0));
    }

    @Test
    void anotherMessageReadThanWrittenIsAResidueOfEquationBThoughTheCountsAgree() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        long other = xor(PUMP, 9) ^ mix(PUMP, 77);
        jobs(PUMP, 10, other, 10, other);
        assertEquals(1L, residue(T0));
    }

    @Test
    void aLostTailIsInFlightUntilTheJobsHaveBeenAtTheEndFor10Seconds() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 8, ALL);
        assertEquals(List.of(partition(PUMP)), book.partitionsBehind());
        book.jobsAtEnd(partition(PUMP), true, T0 + 1_000);
        assertEquals(2L, inFlight(T0 + 10_999));
        assertEquals(0L, residue(T0 + 10_999));
        assertEquals(0L, inFlight(T0 + 11_000));
        assertEquals(2L, residue(T0 + 11_000));
    }

    /** Its transaction has ended in the topic of readings, and not yet in the ledger's. */
    @Test
    void whatTheJobsHaveReadAndIngestHasNotToldOfIsAResidueOnlyMuchLater() {
        appended(PUMP, 10);
        screened(PUMP, 6, ALL);
        counted(PUMP, 10, ALL);
        book.jobsAtEnd(partition(PUMP), true, T0);
        assertEquals(0L, residue(T0 + 60_000));
        assertEquals(4L, residue(T0 + 120_000));
    }

    @Test
    void jobsThatAreBusyAgainLoseNothing() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 8, ALL);
        book.jobsAtEnd(partition(PUMP), true, T0);
        book.jobsAtEnd(partition(PUMP), false, T0 + 9_000);
        book.jobsAtEnd(partition(PUMP), true, T0 + 10_000);
        assertEquals(0L, residue(T0 + 19_000));
        assertEquals(2L, residue(T0 + 20_000));
    }

    @Test
    void whatIngestClassifiedButDidNotBookIsAResidueOnceNothingMoves() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 9, ALL);
        screenedAs(PUMP, DeviceScreened.newBuilder().setNewMessages(9).setNewXor(xor(PUMP, 9)));
        assertEquals(0L, residue(T0 + 9_999));
        assertEquals(1L, residue(T0 + 10_000));
        assertEquals(1L, JsonTree.object(json(only("plant-1"), T0 + 10_000)).get("residue"));
    }

    @Test
    void anOlderFactOfTheGatewayIsNoImbalance() {
        appended(PUMP, 10);
        screened(PUMP, 14, ALL);
        counted(PUMP, 14, ALL);
        assertEquals(14L, ledger(SeriesFilter.ALL, T0).get("appended"));
        assertEquals(0L, residue(T0));
        assertEquals(0L, inFlight(T0));
    }

    @Test
    void aFilterCountsOnlyItsDevices() {
        appended(PUMP, 10);
        screened(PUMP, 10, ALL);
        counted(PUMP, 10, ALL);
        appended(FAN, 5);
        screened(FAN, 5, ALL);
        counted(FAN, 5, seq -> seq != 2);
        assertEquals(15L, ledger(SeriesFilter.ALL, T0).get("appended"));
        assertEquals(1L, residue(T0));
        assertEquals(10L, ledger(only("plant-1"), T0).get("appended"));
        assertEquals(0L, ledger(only("plant-1"), T0).get("residue"));
        assertEquals(1L, ledger(only("plant-2"), T0).get("residue"));
        assertEquals(0L, ledger(only("plant-3"), T0).get("appended"));
    }

    @Test
    void everyTermIsSummedAndRangesAreNamed() {
        screenedAs(
                PUMP,
                DeviceScreened.newBuilder()
                        .setNewMessages(5)
                        .setDuplicates(2)
                        .setConflicts(1)
                        .setUndecidable(3)
                        .putRejected("not-parsable", 4)
                        .setProduced(9)
                        .setRejectedWithSeq(1)
                        .setMissing(3)
                        .addMissingRanges(SeqRange.newBuilder().setFrom(2).setTo(3))
                        .addMissingRanges(SeqRange.newBuilder().setFrom(7).setTo(7)));
        apply(LedgerRecord.newBuilder()
                .setWriter("jobs")
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite("plant-1")
                        .setDevice("pump-7")
                        .setEpoch("e")
                        .setPosition(5)
                        .setCounted(3)
                        .setLate(2)
                        .putLateByTier("1s", 4)
                        .setReadingsCounted(6)
                        .setReadingsLate(4)));
        screenedAs(
                FAN, DeviceScreened.newBuilder().putRejected("not-parsable", 1).putRejected("too-old", 1));
        Map<String, Object> ledger = ledger(SeriesFilter.ALL, T0);
        assertEquals(
                "{1s=4, 10s=0, 1m=0, 1h=0}", JsonTree.at(ledger, "lateByTier").toString());
        assertEquals(
                "{not-parsable=5, too-old=1}", JsonTree.at(ledger, "rejected").toString());
        assertEquals(1L, ledger.get("rejectedWithSeq"));
        assertEquals("{counted=6, late=4}", JsonTree.at(ledger, "readings").toString());
        assertEquals(
                "[{site=plant-1, device=pump-7, epoch=e, from=2, to=3},"
                        + " {site=plant-1, device=pump-7, epoch=e, from=7, to=7}]",
                JsonTree.at(ledger, "missingRanges").toString());
        assertEquals(
                List.of(9L, 2L, 1L, 3L, 3L),
                List.of("produced", "duplicates", "conflicts", "undecidable", "missing").stream()
                        .map(ledger::get)
                        .toList());
    }

    @Test
    void publishesThatNamedNoDeviceAreCountedUnderNoFilter() {
        for (String writer : List.of("ingest-0", "ingest-1")) {
            apply(LedgerRecord.newBuilder()
                    .setWriter(writer)
                    .setDeviceScreened(DeviceScreened.newBuilder().putRejected("bad-topic", 2)));
        }
        assertEquals(
                "{bad-topic=4}",
                JsonTree.at(ledger(SeriesFilter.ALL, T0), "rejected").toString());
        assertEquals("{}", JsonTree.at(ledger(only("plant-1"), T0), "rejected").toString());
    }

    @Test
    void byDeviceThereIsARowADeviceAndEpoch() {
        appended(PUMP, 3);
        screened(PUMP, 3, ALL);
        counted(PUMP, 3, seq -> seq != 2);
        appended(FAN, 1);
        String json =
                JsonTree.text(LedgerJson.byDevice(book.totals(SeriesFilter.ALL, T0), book.rows(SeriesFilter.ALL, T0)));
        List<Map<String, Object>> rows = JsonTree.array(JsonTree.at(JsonTree.parse(json), "devices"));
        assertEquals(
                List.of("pump-7", "fan-1"),
                rows.stream().map(row -> row.get("device")).toList());
        assertEquals(
                List.of(1L, 0L), rows.stream().map(row -> row.get("residue")).toList());
        assertEquals(
                List.of(0L, 1L), rows.stream().map(row -> row.get("inFlight")).toList());
        assertEquals("e", rows.get(0).get("epoch"));
    }

    @Test
    void aRecordWithoutAFactIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> book.apply(LedgerRecord.getDefaultInstance(), T0));
    }

    private final Map<Integer, Long> spooled = new HashMap<>();
    private final Map<Integer, Long> spooledXor = new HashMap<>();

    private void appended(DeviceId device, long messages) {
        int partition = partition(device);
        long position = spooled.merge(partition, messages, Long::sum);
        long xor = spooledXor.merge(partition, xor(device, messages), (a, b) -> a ^ b);
        apply(LedgerRecord.newBuilder()
                .setWriter("gw")
                .setSpoolAppended(SpoolAppended.newBuilder()
                        .setSpool("gw")
                        .setPartition(partition)
                        .setAppendPosition(position)
                        .setAppendedXor(xor)));
        apply(LedgerRecord.newBuilder()
                .setWriter("gw")
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(device.site())
                        .setDevice(device.device())
                        .setEpoch("e")
                        .setSpool("gw")
                        .setPartition(partition)
                        .setAppended(messages)
                        .setAppendedXor(xor(device, messages))
                        .setLastCounter(position - 1)));
    }

    /** Ingest has come to this many messages and has seen those. The device is alone in its partition. */
    private void screened(DeviceId device, long messages, LongPredicate seen) {
        List<Long> seqs = seqs(messages, seen);
        committed(device, messages, seqs.size(), xor(device, seqs));
        screenedAs(
                device,
                DeviceScreened.newBuilder()
                        .setNewMessages(seqs.size())
                        .setNewXor(xor(device, seqs))
                        .setProduced(messages));
    }

    private void committed(DeviceId device, long counter, long classified, long xor) {
        apply(LedgerRecord.newBuilder()
                .setWriter("ingest")
                .setSpoolCommitted(SpoolCommitted.newBuilder()
                        .setSpool("gw")
                        .setPartition(partition(device))
                        .setCommittedCounter(counter)
                        .setClassified(classified)
                        .setClassifiedXor(xor)));
    }

    private void screenedAs(DeviceId device, DeviceScreened.Builder fact) {
        apply(LedgerRecord.newBuilder()
                .setWriter("ingest")
                .setDeviceScreened(
                        fact.setSite(device.site()).setDevice(device.device()).setEpoch("e")));
    }

    /** The jobs have read up to this position and have merged those. */
    private void counted(DeviceId device, long position, LongPredicate merged) {
        List<Long> seqs = seqs(position, merged);
        jobs(device, position, xor(device, position), seqs.size(), xor(device, seqs));
    }

    private void jobs(DeviceId device, long position, long positionXor, long counted, long countedXor) {
        apply(LedgerRecord.newBuilder()
                .setWriter("jobs")
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite(device.site())
                        .setDevice(device.device())
                        .setEpoch("e")
                        .setPosition(position)
                        .setPositionXor(positionXor)
                        .setCounted(counted)
                        .setCountedXor(countedXor)
                        .setReadingsCounted(2 * counted)));
    }

    private void apply(LedgerRecord.Builder record) {
        book.apply(record.build(), T0);
    }

    private long residue(long now) {
        return (Long) JsonTree.at(ledger(SeriesFilter.ALL, now), "residue");
    }

    private long inFlight(long now) {
        return (Long) JsonTree.at(ledger(SeriesFilter.ALL, now), "inFlight");
    }

    private Map<String, Object> ledger(SeriesFilter filter, long now) {
        return JsonTree.object(json(filter, now));
    }

    private String json(SeriesFilter filter, long now) {
        JsonBytes json = new JsonBytes();
        LedgerJson.write(json, book.totals(filter, now));
        return json.toString();
    }

    private static SeriesFilter only(String site) {
        return new SeriesFilter(List.of(NamePattern.parse(site)), List.of(), List.of());
    }

    private static int partition(DeviceId device) {
        return Partitions.of(device, PARTITIONS);
    }

    private static List<Long> seqs(long highest, LongPredicate wanted) {
        List<Long> seqs = new ArrayList<>();
        for (long seq = 1; seq <= highest; seq++) {
            if (wanted.test(seq)) {
                seqs.add(seq);
            }
        }
        return seqs;
    }

    private static boolean any(long seq) {
        return seq > 0;
    }

    private static long xor(DeviceId device, long messages) {
        return xor(device, seqs(messages, ALL));
    }

    private static long xor(DeviceId device, List<Long> seqs) {
        return seqs.stream().mapToLong(seq -> mix(device, seq)).reduce(0, (a, b) -> a ^ b);
    }

    private static long mix(DeviceId device, long seq) {
        return IdentityMix.mix(IdentityMix.seed(device, "e"), seq);
    }
}
