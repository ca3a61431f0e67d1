package io.sluice.model.payload;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.TOPIC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.topic.TelemetryTopics;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken fits where it is stored, however it was packed. */
final class StoredRoomTest {
    private static final int MAX_PACKET_BYTES = 1 << 20;
    private static final int MAX_READINGS = 100_000;
    private static final DeviceId DEVICE = DeviceId.of("s", "d");
    private static final int IN_ONE_MESSAGE_BYTES = 83; // of {a: 1}: 64, and 16 + 3 for the reading

    private static PayloadDecoder decoder(int maxPacketBytes, long maxStoredBytes) {
        PayloadLimits usual = PayloadLimits.defaults();
        PayloadLimits limits = new PayloadLimits(
                maxPacketBytes, usual.maxDepth(), MAX_READINGS, usual.maxAge(), usual.maxAhead(), maxStoredBytes);
        return new PayloadDecoder(limits, device -> new IdentityStamper.Identity("gw", 1));
    }

    private static Decoded decodeCbor(int messages, long maxStoredBytes) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(0x99); // an array, its length in two bytes
        payload.write(messages >>> 8);
        payload.write(messages);
        for (int i = 0; i < messages; i++) {
            payload.writeBytes(new byte[] {(byte) 0xa1, 0x61, 'a', 1}); // {a: 1}
        }
        return decoder(MAX_PACKET_BYTES, maxStoredBytes)
                .decode(TOPIC, "application/cbor", null, payload.toByteArray(), NOW);
    }

    @Test
    void manySmallMessagesAreTakenWhileTheyFitTogetherAndRefusedBeyond() {
        long room = 60_000L * IN_ONE_MESSAGE_BYTES;
        assertEquals(60_000, Decoding.taken(decodeCbor(60_000, room)).size());
        assertEquals(
                "too-large: messages of a publish must take <= 4980000 bytes in the spool together, may take 4980083",
                Decoding.fault(decodeCbor(60_001, room)));
    }

    @Test
    void ofMessagesThatDoNotFitTheIdentitiesAreKnown() {
        Decoded refused = decoder(MAX_PACKET_BYTES, 2 * IN_ONE_MESSAGE_BYTES)
                .decode(
                        TOPIC,
                        null,
                        null,
                        Decoding.utf8("[{\"epoch\":\"e\",\"seq\":7,\"values\":{\"a\":1}},{\"a\":2},"
                                + "{\"epoch\":\"e\",\"seq\":9,\"values\":{\"a\":3}}]"),
                        NOW);
        assertEquals(
                List.of(new SeqRef("e", 7), new SeqRef("e", 9)),
                Decoding.refused(refused).readable());
        assertEquals(DEVICE, Decoding.refused(refused).device());
    }

    @Test
    void aMessageThatFillsMoreThanARecordOfKafkaIsRefused() {
        String text = "x".repeat(1_000);
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 1_042; i++) {
            json.append(i == 0 ? "" : ",").append(String.format("\"%04d\":\"%s\"", i, text));
        }
        assertEquals(
                "too-large: message must take <= 3145728 bytes in the spool, may take 3155240",
                Decoding.fault(decoder(2 * MAX_PACKET_BYTES, Long.MAX_VALUE)
                        .decode(
                                TOPIC,
                                null,
                                null,
                                Decoding.utf8(json.append("}").toString()),
                                NOW)));
    }

    static Stream<Arguments> fullMessages() {
        return Stream.of(
                arguments("numbers", ReadingKind.NUMBER, 3, ""),
                arguments("numbers with long names", ReadingKind.NUMBER, 128, ""),
                arguments("names of three bytes a character", ReadingKind.NUMBER, -128, ""),
                arguments("booleans", ReadingKind.BOOLEAN, 3, ""),
                arguments("short texts", ReadingKind.TEXT, 3, "x"),
                arguments("long texts of three bytes a character", ReadingKind.TEXT, 3, "\u20ac".repeat(1_000)),
                arguments(
                        "long texts of four bytes in two characters", ReadingKind.TEXT, 3, "\ud83d\ude00".repeat(500)));
    }

    /** As many readings as there is room for; names and texts that have nothing in common. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("fullMessages")
    void theLargestMessageThatIsTakenIsABatchThatKafkaTakes(
            String name, ReadingKind kind, int nameLength, String text) {
        String filler = nameLength < 0 ? "\u20ac" : "x";
        int length = Math.abs(nameLength);
        String sample = filler.repeat(length);
        long each = 16 + 3L * sample.length() + 3L * (text.isEmpty() ? 0 : text.length() + 5);
        int size = (int) Math.min(MAX_READINGS, (StoredRoom.MAX_MESSAGE_BYTES - 64) / each);
        String[] metrics = new String[size];
        String[] texts = kind == ReadingKind.TEXT ? new String[size] : null;
        double[] numbers = new double[size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) {
            String own = Integer.toString(i + 100_000, 36); // four characters at most
            metrics[i] = length < own.length()
                    ? own.substring(own.length() - length) + filler
                    : own + filler.repeat(length - own.length());
            numbers[i] = kind == ReadingKind.BOOLEAN ? i & 1 : random.nextDouble();
            if (texts != null) {
                texts[i] = text + own;
            }
        }
        ReadingKind[] kinds = new ReadingKind[size];
        Arrays.fill(kinds, kind);
        DeviceMessage message =
                new DeviceMessage(DEVICE, "e", 1, NOW, new Provenance(false, false), metrics, kinds, numbers, texts);
        DeviceBlock block = new DeviceBlock(DEVICE, "e", null, List.of(new CountedMessage(0, message)));

        int bytes = TelemetryBatchCodec.encode(new TelemetryBatch("spool", List.of(block), List.of())).length;

        assertTrue(bytes <= TelemetryTopics.MAX_BATCH_BYTES, () -> bytes + " bytes of " + message.storedBound());
    }

    /** Protobuf says an identity in seven bytes, and the largest packet may be full of them. */
    @Test
    void theLargestPacketThatIsRefusedIsABatchThatKafkaTakes() {
        RejectedMessage refused = new RejectedMessage(
                0,
                RejectReason.TOO_MANY_READINGS,
                "x".repeat(400),
                DEVICE,
                Collections.nCopies(MAX_PACKET_BYTES / 7, new SeqRef("e", 1)),
                "t".repeat(65_535),
                new byte[MAX_PACKET_BYTES],
                NOW);

        int bytes = TelemetryBatchCodec.encode(new TelemetryBatch("spool", List.of(), List.of(refused))).length;

        assertTrue(bytes <= TelemetryTopics.MAX_BATCH_BYTES, () -> bytes + " bytes");
    }
}
