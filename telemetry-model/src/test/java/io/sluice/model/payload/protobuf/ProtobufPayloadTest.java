package io.sluice.model.payload.protobuf;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.TOPIC;
import static io.sluice.model.payload.Decoding.fault;
import static io.sluice.model.payload.Decoding.hex;
import static io.sluice.model.payload.Decoding.refused;
import static io.sluice.model.payload.Decoding.taken;
import static io.sluice.model.payload.Decoding.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.proto.PublishedMessage;
import io.sluice.model.payload.proto.PublishedMessages;
import io.sluice.model.payload.proto.PublishedReading;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufPayloadTest {
    private static final String TYPE = "application/vnd.sluice.message+protobuf";
    private static final String MESSAGE = "0a 2d" // messages: 45 bytes
            + "08 c899cadeb532" // ts: 1732412345544
            + "12 04 62376633" // epoch: "b7f3"
            + "18 2a" // seq: 42
            + "22 0c 0a 01 61 11 6666666666663540" // values: metric "a", number 21.4
            + "22 05 0a 01 62 18 01" // values: metric "b", boolean true
            + "22 07 0a 01 63 22 02 c3a9"; // values: metric "c", text "é"

    private final PayloadDecoder decoder = Decoding.decoder();

    private Decoded decode(byte[] payload) {
        return decoder.decode(TOPIC, TYPE, null, payload, NOW);
    }

    @Test
    void aMessageIsReadFromItsBytes() {
        DeviceMessage message = taken(decode(hex(MESSAGE))).get(0);

        assertEquals("b7f3", message.epoch());
        assertEquals(42, message.seq());
        assertEquals(1_732_412_345_544L, message.tsMillis());
        assertEquals("{a=21.4, b=true, c='é'}", values(message));
    }

    @Test
    void whatTheSchemaWritesIsRead() {
        PublishedMessages sent = PublishedMessages.newBuilder()
                .addMessages(PublishedMessage.newBuilder()
                        .setTs(NOW)
                        .setEpoch("e")
                        .setSeq(1)
                        .addValues(PublishedReading.newBuilder().setMetric("t").setNumber(0))
                        .addValues(PublishedReading.newBuilder().setMetric("on").setBoolean(false))
                        .addValues(
                                PublishedReading.newBuilder().setMetric("mode").setText("")))
                .addMessages(PublishedMessage.newBuilder()
                        .addValues(PublishedReading.newBuilder().setMetric("t").setNumber(-1e300)))
                .build();

        List<DeviceMessage> messages = taken(decode(sent.toByteArray()));

        assertEquals("{mode='', on=false, t=0.0}", values(messages.get(0)));
        assertEquals("{t=-1.0E300}", values(messages.get(1)));
        assertTrue(messages.get(1).provenance().identityStamped());
        assertTrue(messages.get(1).provenance().timeStamped());
    }

    @Test
    void fieldsOfALaterSchemaArePassedOver() {
        String reading = "22 0f 0a 01 74 11 0000000000000840 a2 06 00"; // field 100 in a reading

        assertEquals(
                "{t=3.0}",
                values(taken(decode(hex("0a 14 " + reading + "f8 06 07"))).get(0)));
    }

    static Stream<Arguments> refusedOnes() {
        return Stream.of(
                arguments("10 01", "no-values: payload must hold a message, held none"),
                arguments("0a 00", "no-values: message must hold at least one value that is not null, was none"),
                arguments(
                        "0a 05 22 03 0a 01 74",
                        "invalid-value: value of 't' must be a number, boolean or text, was none that is known"),
                arguments(
                        "0a 04 22 02 18 01",
                        "invalid-metric: metric must be 1 to 128 printable characters without # and +, was ''"),
                arguments(
                        "0a 0e 22 0c 0a 01 74 11 000000000000f87f",
                        "not-finite: value of 't' must be a finite double, was 'NaN'"),
                arguments(
                        "0a 0e 22 05 0a 01 74 18 01 22 05 0a 01 74 18 00",
                        "not-parsable: member of a message must stand once, stood twice: 't'"),
                arguments(
                        "0a 09 22 07 0a 01 74 18 01 18 00",
                        "not-parsable: member of a message must stand once, stood twice: 'value'"),
                arguments(
                        "0a 09 18 05 22 05 0a 01 74 18 01",
                        "invalid-identity: epoch and seq must both be sent or neither, was only 'seq'"),
                arguments(
                        "0a 0b 18 ffffffffffffffffff01",
                        "invalid-identity: seq must be an integer from 1 to 2^53 - 1, was '-1'"),
                arguments("0a 02 08 05", "ts-out-of-bounds: ts must be at most PT168H old and PT5M ahead, was '5'"),
                arguments("0a 02 20 05", "not-parsable: Protobuf field 4 must have wire type 2, had 0"),
                arguments("0b 0c", "not-parsable: Protobuf field 1 must have wire type 2, had 3"),
                arguments("13 14", "not-parsable: Protobuf fields must be no groups, field 2 was"),
                arguments("14", "not-parsable: Protobuf fields must be no groups, field 2 was"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedOnes")
    void aFaultIsRefusedByName(String payload, String expected) {
        assertEquals(expected, fault(decode(hex(payload))));
    }

    @Test
    void aTextIsUtf8() {
        assertEquals(
                RejectReason.NOT_PARSABLE,
                refused(decode(hex("0a 08 22 06 0a 01 74 22 01 ff"))).reason());
    }

    @Test
    void noCutIsTakenForTheWhole() {
        byte[] whole = hex(MESSAGE);
        for (int length = 1; length < whole.length; length++) {
            assertEquals(
                    RejectReason.NOT_PARSABLE,
                    refused(decode(Arrays.copyOf(whole, length))).reason(),
                    "cut at " + length);
        }
    }

    @Test
    void aRefusedPayloadTellsWhichMessagesItHeld() {
        String nan = "0a 13 12 01 65 18 05 22 0c 0a 01 74 11 000000000000f87f"; // epoch "e", seq 5
        String later = "0a 07 18 06 12 01 65 20 05"; // seq 6, epoch "e", and a fault
        String cut = "0a 13 18 07 12 01 65"; // seq 7, epoch "e", and no more

        assertEquals(
                List.of(new SeqRef("e", 5), new SeqRef("e", 6)),
                refused(decode(hex(nan + later + cut))).readable());
    }

    @Test
    void aMetricsTopicHasScalarsOnly() {
        Decoded decoded = decoder.decode(TOPIC + "/m", TYPE, null, hex(MESSAGE), NOW);

        assertEquals(
                "content type must be one of application/json, text/plain, application/cbor, application/msgpack,"
                        + " was 'application/vnd.sluice.message+protobuf'",
                assertInstanceOf(Decoded.Rejected.class, decoded).detail());
    }
}
