package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.TelemetryBatchRecord;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptBatchTest {
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int TEXT = 2;

    static Stream<Arguments> lies() {
        return Stream.of(
                lie(r -> r.getBlocksBuilder().setMessages(0, 4), "counter must have 3 entries, had 2"),
                lie(r -> r.getBlocksBuilder().setMessages(0, -1), "counter must have 4294967294 entries, had 2"),
                lie(r -> r.getBlocksBuilder().addMessages(0), "site must have 2 entries, had 1"),
                lie(r -> r.getBlocksBuilder().setSite(0, 99), "index of a name must be < 7, was 99"),
                lie(r -> r.getBlocksBuilder().setDevice(0, -5), "index of a name must be < 7, was 4294967291"),
                lie(r -> r.getBlocksBuilder().setFirstSeq(0, 0), "seq must be 1 to 2^53 - 1, was 0"),
                lie(r -> r.getBlocksBuilder().setFirstCounter(0, -1), "counter must be >= 0, was -1"),
                lie(
                        r -> r.getBlocksBuilder().clearCarryNewXor(),
                        "every carried block must have a carry, block 0 had none"),
                lie(r -> r.getBlocksBuilder().addCarryNewXor(1), "carry_new_xor must have 1 entries, had 2"),
                lie(r -> r.getMessagesBuilder().addTs(0), "ts must have 2 entries, had 3"),
                lie(r -> r.getMessagesBuilder().setTsPredictionValue(9), "ts_prediction must be known, was 9"),
                lie(
                        r -> r.getMessagesBuilder().addShapeRuns(1).addShapeRuns(3),
                        "shape_runs must stay within 1 values and 3 messages, was 1 x 3"),
                lie(
                        r -> r.getMessagesBuilder().addShapeRuns(0).addShapeRuns(2),
                        "shape_runs must have 3 entries, had 2"),
                lie(
                        r -> r.getMessagesBuilder().addProvenanceRuns(0).addProvenanceRuns(Integer.MAX_VALUE),
                        "provenance_runs must stay within 4 values and 3 messages, was 0 x 2147483647"),
                lie(
                        r -> r.getMessagesBuilder().addPublishRuns(1).addPublishRuns(3),
                        "publish_runs must stay within 1 values and 3 messages, was 1 x 3"),
                lie(r -> r.addPublishesBuilder().setFirstCounter(-1), "counter must be >= 0, was -1"),
                lie(r -> r.clearShapes(), "messages must have a shape, had none"),
                lie(r -> r.setNames(0, "a b"), "device must be a valid id, was another text"),
                lie(
                        r -> column(r, BOOLEAN).setMetric(column(r, NUMBER).getMetric()),
                        "metrics of a message must be valid and distinct, column 1 was not"),
                lie(r -> column(r, NUMBER).addResiduals(1), "residuals must have 3 entries, had 4"),
                lie(r -> column(r, NUMBER).setExponent(19), "exponent must be <= 18, was 19"),
                lie(r -> column(r, NUMBER).setPredictorValue(7), "predictor must be known, was 7"),
                lie(
                        r -> column(r, NUMBER).addExceptionPositions(3).addExceptionBits(0),
                        "exception position must be < 3, was 3"),
                lie(
                        r -> column(r, NUMBER)
                                .addExceptionPositions(0)
                                .addExceptionBits(Double.doubleToRawLongBits(Double.NaN)),
                        "number must be finite, was NaN"),
                lie(r -> column(r, NUMBER).addRawBits(0), "raw_bits must have 3 entries, had 1"),
                lie(r -> column(r, NUMBER).setKindValue(5), "kind of a column must be known, was not"),
                lie(r -> column(r, BOOLEAN).setBits(ByteString.EMPTY), "bits must have 1 entries, had 0"),
                lie(r -> column(r, TEXT).clearTexts(), "texts must have 3 entries, had 0"));
    }

    private static Arguments lie(Consumer<TelemetryBatchRecord.Builder> change, String message) {
        return arguments(message, change);
    }

    private static ColumnRecord.Builder column(TelemetryBatchRecord.Builder record, int i) {
        return record.getShapesBuilder(0).getColumnsBuilder(i);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aLieIsNamed(String message, Consumer<TelemetryBatchRecord.Builder> change)
            throws InvalidProtocolBufferException {
        TelemetryBatchRecord.Builder record =
                TelemetryBatchRecord.parseFrom(TelemetryBatchCodec.encode(batch())).toBuilder();
        change.accept(record);
        byte[] bytes = record.build().toByteArray();

        CorruptBatchException e = assertThrows(CorruptBatchException.class, () -> TelemetryBatchCodec.decode(bytes));
        assertEquals(message, e.getMessage());
    }

    /** Gateways may be of a later build than ingest, and other messages are in the batch as well. */
    @Test
    void aReasonOfALaterBuildIsNoLie() throws InvalidProtocolBufferException {
        TelemetryBatchRecord.Builder record =
                TelemetryBatchRecord.parseFrom(TelemetryBatchCodec.encode(batch())).toBuilder();
        record.addRejectedBuilder().setReason("no such").setDetail("why");

        TelemetryBatch batch = TelemetryBatchCodec.decode(record.build().toByteArray());

        assertEquals(batch().blocks(), batch.blocks());
        assertEquals(RejectReason.NOT_PARSABLE, batch.rejected().get(0).reason());
        assertEquals("why", batch.rejected().get(0).detail());
    }

    @Test
    void bytesThatAreNoProtobufAreCorrupt() {
        CorruptBatchException e =
                assertThrows(CorruptBatchException.class, () -> TelemetryBatchCodec.decode(new byte[] {1, 2, 3}));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("batch must be Protobuf, was not: "), message);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void bytesChangedAnywhereAreABatchOrCorruptAndNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomBatches batches = new RandomBatches(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = TelemetryBatchCodec.encode(batches.next());
            byte[] changed = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            for (int n = random.nextInt(4); n > 0 && changed.length > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            decodeOrCorrupt(changed, "seed " + seed + ", batch " + i);
        }
    }

    private static void decodeOrCorrupt(byte[] bytes, String hint) {
        try {
            TelemetryBatchCodec.decode(bytes);
        } catch (CorruptBatchException e) {
            assertTrue(e.getMessage() != null, hint);
        } catch (RuntimeException e) {
            throw new AssertionError(hint, e);
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsNotWritten() {
        TelemetryBatch batch = new TelemetryBatch(
                "gw",
                List.of(new DeviceBlock(DeviceId.of("s", "d"), "e", null, List.of(counted(1, Double.NaN)))),
                List.of());

        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TelemetryBatchCodec.encode(batch));
        assertEquals("number must be finite, was NaN", e.getMessage());
    }

    private static TelemetryBatch batch() {
        List<CountedMessage> messages = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            messages.add(counted(i, 20 + i / 10.0));
        }
        DeviceBlock block = new DeviceBlock(DeviceId.of("s", "d"), "e", new LedgerCarry(0, 0), messages);
        return new TelemetryBatch("gw", List.of(block), List.of());
    }

    private static CountedMessage counted(int seq, double number) {
        return new CountedMessage(
                seq - 1,
                new DeviceMessage(
                        DeviceId.of("s", "d"),
                        "e",
                        seq,
                        1_732_412_345_000L + 1000L * seq,
                        Provenance.DEVICE,
                        new String[] {"t", "on", "m"},
                        new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.BOOLEAN, ReadingKind.TEXT},
                        new double[] {number, 1, 0},
                        new String[] {null, null, "auto"}));
    }
}
