package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
    private static final DeviceId PUMP = DeviceId.of("p", "d");

    private final RecordOutput out = new RecordOutput(8);
    private final RecordEncoder encoder = new RecordEncoder(out);
    private final RecordDecoder decoder = new RecordDecoder();

    /** A spool outlives the program that wrote it: these bytes must be readable for ever. */
    @Test
    void messagesAreWrittenAsTheseBytes() {
        encodeTwoMessages();
        assertEquals(
                "01" // version
                        + "01" // messages
                        + "03" // partition
                        + "ac02" // first counter 300
                        + "0000018bcfe56800" // appended at 1700000000000
                        + "0170" // site p
                        + "0164" // device d
                        + "02" // two messages
                        + "00" // flags: all from the device
                        + "026531" // epoch e1
                        + "2a" // seq 42
                        + "0000018bcfe56801" // ts
                        + "01" // one reading
                        + "0174" // metric t
                        + "00" // number
                        + "4035666666666666" // 21.4
                        + "07" // flags: identity and time stamped, epoch as before
                        + "2b" // seq 43
                        + "0000018bcfe56802" // ts
                        + "02" // two readings
                        + "0172" // metric r
                        + "01" // boolean
                        + "01" // true
                        + "016d" // metric m
                        + "02" // text
                        + "036fc3b6", // oö
                HexFormat.of().formatHex(out.toByteArray()));
    }

    private void encodeTwoMessages() {
        encoder.beginMessages(3, 300, 1_700_000_000_000L, PUMP, 2);
        encoder.message(first(), "e1", 42);
        encoder.message(second(), "e1", 43);
    }

    private static DeviceMessage first() {
        return new DeviceMessage(
                PUMP,
                "e1",
                42,
                1_700_000_000_001L,
                Provenance.DEVICE,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
    }

    private static DeviceMessage second() {
        return new DeviceMessage(
                PUMP,
                "e1",
                43,
                1_700_000_000_002L,
                new Provenance(true, true),
                new String[] {"r", "m"},
                new ReadingKind[] {ReadingKind.BOOLEAN, ReadingKind.TEXT},
                new double[] {1, 0},
                new String[] {null, "oö"});
    }

    @Test
    void messagesComeBackAsTheyWere() throws CorruptSpoolException {
        encodeTwoMessages();
        SpoolRecord record = decoder.decode(out.array(), 0, out.length());
        assertEquals(new SpoolRecord.Messages(3, 300, 1_700_000_000_000L, List.of(first(), second())), record);
    }

    @Test
    void messagesKnownByTheirContentComeBackWithTheirPublish() throws CorruptSpoolException {
        List<DeviceMessage> sent = List.of(tsOnly(7), tsOnly(8));
        encoder.beginMessages(3, 300, 1_700_000_000_000L, PUMP, 2);
        sent.forEach(message -> encoder.message(message, "e1", message.seq()));

        SpoolRecord record = decoder.decode(out.array(), 0, out.length());

        assertEquals(new SpoolRecord.Messages(3, 300, 1_700_000_000_000L, Publish.told(sent, 300)), record);
        assertNotEquals(sent, Publish.told(sent, 300));
    }

    private static DeviceMessage tsOnly(long seq) {
        return new DeviceMessage(
                PUMP,
                "e1",
                seq,
                1_700_000_000_000L + seq,
                new Provenance(true, false),
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
    }

    @Test
    void aRejectionComesBackAsItWas() throws CorruptSpoolException {
        byte[] payload = {1, 2, 3};
        Decoded.Rejected rejection = new Decoded.Rejected(
                RejectReason.TOO_DEEP, "depth must be <= 8, was 9", PUMP, List.of(new SeqRef("e1", 7)));
        encoder.rejected(2, 9, new SpoolEntry.Rejected(rejection, "telemetry/p/d", payload, 5));
        SpoolRecord.Rejected record =
                assertInstanceOf(SpoolRecord.Rejected.class, decoder.decode(out.array(), 0, out.length()));
        assertEquals(2, record.partition());
        assertEquals(9, record.firstCounter());
        assertEquals(RejectReason.TOO_DEEP, record.message().reason());
        assertEquals("depth must be <= 8, was 9", record.message().detail());
        assertEquals(PUMP, record.message().device());
        assertEquals(List.of(new SeqRef("e1", 7)), record.message().readable());
        assertEquals("telemetry/p/d", record.message().topic());
        assertEquals("010203", HexFormat.of().formatHex(record.message().payload()));
        assertEquals(5, record.message().atMillis());
    }

    @Test
    void aDeathIsWrittenAsTheseBytesAndTakesNoCounter() throws CorruptSpoolException {
        encoder.death(3, 300, 1_700_000_000_000L, PUMP);
        assertEquals(
                "01" // version
                        + "05" // death
                        + "03" // partition
                        + "ac02" // before counter 300
                        + "0000018bcfe56800" // appended at 1700000000000
                        + "0170" // site p
                        + "0164", // device d
                HexFormat.of().formatHex(out.toByteArray()));
        SpoolRecord record = decoder.decode(out.array(), 0, out.length());
        assertEquals(new SpoolRecord.Death(3, 300, 1_700_000_000_000L, PUMP, 0), record);
        assertEquals(0, record.count());
    }

    @Test
    void aWillAndWhatIsOfItAreWrittenAsTheseBytes() throws CorruptSpoolException {
        encoder.willLeft(new Will(0x0102030405060708L, "s", PUMP, "t", new byte[] {9}, 1, null, "gzip", 300, false), 5);
        assertEquals(
                "01" // version
                        + "06" // a will is left
                        + "0000" // no partition, no counter
                        + "0000000000000005" // appended at 5
                        + "0102030405060708" // its id
                        + "0173" // session s
                        + "0170" // site p
                        + "0164" // device d
                        + "0174" // topic t
                        + "0109" // payload
                        + "01" // QoS
                        + "00" // no content type
                        + "04677a6970" // content encoding gzip
                        + "ac02" // delay
                        + "00", // not said
                HexFormat.of().formatHex(out.toByteArray()));
        SpoolRecord.WillLeft left =
                assertInstanceOf(SpoolRecord.WillLeft.class, decoder.decode(out.array(), 0, out.length()));
        assertEquals(0x0102030405060708L, left.left().id());
        out.clear();
        encoder.of(new SpoolEntry.WillEnded(0x0102030405060708L));
        encoder.willEnded(5);
        assertEquals(
                "01" + "27" // the end of a will
                        + "0102030405060708" // its id
                        + "0000" + "0000000000000005",
                HexFormat.of().formatHex(out.toByteArray()));
        assertEquals(new SpoolRecord.WillEnded(5, 0x0102030405060708L), decoder.decode(out.array(), 0, out.length()));
        out.clear();
        encoder.of(new SpoolEntry.Death(PUMP, 7));
        encoder.death(3, 300, 5, PUMP);
        assertEquals(new SpoolRecord.Death(3, 300, 5, PUMP, 7), decoder.decode(out.array(), 0, out.length()));
    }

    @Test
    void aRecordThatWasCutIsCorruptWhereverItWasCut() {
        encodeTwoMessages();
        for (int length = 0; length < out.length(); length++) {
            int cut = length;
            assertThrows(CorruptSpoolException.class, () -> decoder.decode(out.array(), 0, cut), "cut at " + cut);
        }
    }

    @Test
    void anyBytesAreARecordOrCorruptAndNothingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            out.clear();
            encodeTwoMessages();
            byte[] bytes = out.toByteArray();
            for (int flips = 0; flips < 3; flips++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(bytes, 0, bytes.length);
            } catch (CorruptSpoolException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("must"), e.getMessage());
            }
        }
    }

    @Test
    void theSizeBoundIsNoLessThanTheSize() {
        SpoolEntry.Messages entry = new SpoolEntry.Messages(List.of(first(), second()));
        encodeTwoMessages();
        assertTrue(RecordEncoder.sizeBound(entry) >= out.length());
    }
}
