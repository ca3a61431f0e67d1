package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes of the published schema, written out. They must stay readable for ever: never edit, only add. */
class TelemetryBatchBytesTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Three messages of one device, a second apart with jitter; numbers, a flag, a text; a refused publish. */
    private static final String BYTES = String.join(
            "", //
            "0a026777", // spool: gw
            "120173120164120165", // names 0 to 2: s, d, e
            "12017412026f6e12016d", // names 3 to 5: t, on, m
            "12046175746f12036f6666", // names 6 and 7: auto, off
            "1a2e", // blocks, 46 bytes
            "0a0100", // site: name 0
            "120102", // device: +1, zigzag 2
            "1a0102", // epoch: name 2
            "220103", // messages: 3
            "2a010e", // first_counter: 7, zigzag 14
            "320154", // first_seq: 42, zigzag 84
            "3a06d0aa94bdeb64", // first_ts: 1732412345000
            "4202d60f", // period: 1003 ms, the median of 1003 and 1997 / 2
            "4a0101", // carried: bit 0
            "520100", // carry_new_before: 41 - (42 - 1) = 0
            "5a080807060504030201", // carry_new_xor, little endian
            "2212", // messages, 18 bytes
            "0a020002", // counter: 8 - 7 - 1 = 0, 10 - 8 - 1 = 1
            "12020002", // seq: 43 - 42 - 1 = 0, 45 - 43 - 1 = 1
            "1a020011", // ts from the first: 1003 - 1 * 1003 = 0, 3000 - 3 * 1003 = -9, zigzag 17
            "320400020301", // provenance_runs: 0 twice, 3 once
            "2a2f", // a shape, 47 bytes
            "0a190803", // column, 25 bytes: metric t, kind NUMBER by default
            "1a03010000", // residuals: 214 - 215 = -1, 0, and 0 for the exception
            "2001", // exponent: 1
            "38ae03", // base: 215, zigzag 430; predictor CONSTANT by default
            "420102", // exception_positions: 2
            "4a080000000000000080", // exception_bits: -0.0
            "0a07080410015a0103", // column: metric on, BOOLEAN, bits 1, 1, 0
            "0a09080510026203060607", // column: metric m, TEXT, names 6, 6, 7
            "323b0809", // a rejected publish, 59 bytes: counter 9
            "120a6e6f742d66696e697465", // reason
            "1a03626164", // detail
            "2201732a0164", // site and device
            "32050a0165102c", // readable: epoch e, seq 44
            "3a0d74656c656d657472792f732f64", // topic
            "42034e614e", // payload
            "48f8a4cadeb532"); // at_millis: 1732412347000

    @Test
    void aBatchIsWrittenInTheseBytes() {
        assertEquals(BYTES, HEX.formatHex(TelemetryBatchCodec.encode(batch())));
    }

    @Test
    void theBytesAreReadBack() {
        SameBatch.assertSame(batch(), TelemetryBatchCodec.decode(HEX.parseHex(BYTES)), "fixed bytes");
    }

    /** Added later: a batch from before has none, one with deaths is read by an older reader as if it had none. */
    @Test
    void deathsStandBehindWhatWasThereBefore() {
        TelemetryBatch before = batch();
        DeviceDeath death = new DeviceDeath(DeviceId.of("s", "d"), 11, 1_732_412_348_500L);
        TelemetryBatch with = new TelemetryBatch(before.spool(), before.blocks(), before.rejected(), List.of(death));
        String bytes = BYTES
                + "3a0f0a0173120164" // a death, 15 bytes: site and device
                + "180b" // before_counter: 11
                + "20d4b0cadeb532"; // at_millis: 1732412348500
        assertEquals(bytes, HEX.formatHex(TelemetryBatchCodec.encode(with)));
        SameBatch.assertSame(with, TelemetryBatchCodec.decode(HEX.parseHex(bytes)), "with a death");
    }

    /** Added later, too. A block with a carry, as ingest writes it, says nothing of publishes. */
    @Test
    void publishesAreToldOnceAndByRunsOfMessages() {
        Provenance publish = new Provenance(true, false, new Publish(0x0102030405060708L, 300));
        DeviceBlock block = publishedBlock(null, publish);
        byte[] bytes = TelemetryBatchCodec.encode(new TelemetryBatch("gw", List.of(block), List.of()));
        String hex = HEX.formatHex(bytes);

        assertTrue(hex.contains("3a0400010102"), "publish_runs: none once, the first twice: " + hex);
        assertTrue(
                hex.endsWith(
                        "420c" // a publish, 12 bytes
                                + "090807060504030201" // content, little endian
                                + "10ac02"), // first_counter: 300
                hex);
        assertEquals(List.of(block), TelemetryBatchCodec.decode(bytes).blocks());
        assertEquals(
                List.of(publishedBlock(new LedgerCarry(0, 0), new Provenance(true, false))),
                TelemetryBatchCodec.decode(TelemetryBatchCodec.encode(new TelemetryBatch(
                                "gw", List.of(publishedBlock(new LedgerCarry(0, 0), publish)), List.of())))
                        .blocks());
    }

    private static DeviceBlock publishedBlock(@Nullable LedgerCarry carry, Provenance publish) {
        return new DeviceBlock(
                DeviceId.of("s", "d"),
                "e",
                carry,
                List.of(
                        new CountedMessage(299, plain(1, new Provenance(true, false))),
                        new CountedMessage(300, plain(2, publish)),
                        new CountedMessage(301, plain(3, publish))));
    }

    private static DeviceMessage plain(long seq, Provenance provenance) {
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                "e",
                seq,
                1_732_412_345_000L + seq,
                provenance,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
    }

    private static TelemetryBatch batch() {
        DeviceBlock block = new DeviceBlock(
                DeviceId.of("s", "d"),
                "e",
                new LedgerCarry(41, 0x0102030405060708L),
                List.of(
                        new CountedMessage(7, message(42, 1_732_412_345_000L, 21.4, 1, "auto", Provenance.DEVICE)),
                        new CountedMessage(8, message(43, 1_732_412_346_003L, 21.5, 1, "auto", Provenance.DEVICE)),
                        new CountedMessage(
                                10, message(45, 1_732_412_348_000L, -0.0, 0, "off", new Provenance(true, true)))));
        RejectedMessage rejected = new RejectedMessage(
                9,
                RejectReason.NOT_FINITE,
                "bad",
                DeviceId.of("s", "d"),
                List.of(new SeqRef("e", 44)),
                "telemetry/s/d",
                "NaN".getBytes(StandardCharsets.US_ASCII),
                1_732_412_347_000L);
        return new TelemetryBatch("gw", List.of(block), List.of(rejected));
    }

    private static DeviceMessage message(
            long seq, long ts, double temperature, double running, String mode, Provenance provenance) {
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                "e",
                seq,
                ts,
                provenance,
                new String[] {"t", "on", "m"},
                new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.BOOLEAN, ReadingKind.TEXT},
                new double[] {temperature, running, 0},
                new String[] {null, null, mode});
    }
}
