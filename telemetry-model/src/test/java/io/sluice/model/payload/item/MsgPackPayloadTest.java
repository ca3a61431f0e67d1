package io.sluice.model.payload.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgPackPayloadTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final String TOPIC = "telemetry/s/d";
    private static final String MESSAGE = "84" // map of 4
            + "a2 7473 cf 000001935bd28cc8" // "ts": 1732412345544, unsigned
            + "a5 65706f6368 a4 62376633" // "epoch": "b7f3"
            + "a3 736571 2a" // "seq": 42
            + "a6 76616c756573 84" // "values": map of 4
            + "a1 61 cb 4035666666666666" // "a": double 21.4
            + "a1 62 e0" // "b": -32
            + "a1 63 c3" // "c": true
            + "a1 64 d9 02 c3a9"; // "d": "é", a text with a length byte

    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw", 1));

    private Decoded decode(String topic, byte[] payload) {
        return decoder.decode(topic, "application/msgpack", null, payload, NOW);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<DeviceMessage> taken(Decoded decoded) {
        return assertInstanceOf(Decoded.Messages.class, decoded, decoded::toString)
                .messages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/msgpack", ""})
    void aMessageIsReadFromItsBytes(String contentType) {
        DeviceMessage message = taken(decoder.decode(TOPIC, contentType, null, bytes(MESSAGE), NOW))
                .get(0);

        assertEquals("b7f3", message.epoch());
        assertEquals(42, message.seq());
        assertEquals(1_732_412_345_544L, message.tsMillis());
        assertEquals(21.4, message.number(0));
        assertEquals(-32, message.number(1));
        assertEquals(ReadingKind.BOOLEAN, message.kind(2));
        assertEquals("é", message.text(3));
    }

    @Test
    void arraysAndScalarsAreReadToo() {
        assertEquals(
                2, taken(decode(TOPIC, bytes("92 81 a1 74 01 81 a1 74 02"))).size());
        assertEquals(
                (double) 21.4f,
                taken(decode(TOPIC + "/m", bytes("ca 41ab3333"))).get(0).number(0));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "81 a1 74 ca 7fc00000",
                        RejectReason.NOT_FINITE,
                        "value of 't' must be a finite double, was 'NaN'"),
                arguments(
                        "81 a1 74 c4 01 00",
                        RejectReason.NOT_PARSABLE,
                        "MessagePack items must be no binaries and no extensions, was one of first byte 0xc4"),
                arguments(
                        "81 a1 74 d4 01 00",
                        RejectReason.NOT_PARSABLE,
                        "MessagePack items must be no binaries and no extensions, was one of first byte 0xd4"),
                arguments(
                        "81 01 02",
                        RejectReason.NOT_PARSABLE,
                        "MessagePack names must be texts, was one of first byte 0x1"),
                arguments(
                        "81 a1 74 c1", // never used
                        RejectReason.NOT_PARSABLE,
                        "payload must be MessagePack, was not at byte 3: 'MessageFormatException'"),
                arguments(
                        "81 a1 74 a2 c3 28", // a character cut short
                        RejectReason.NOT_PARSABLE,
                        "payload must be MessagePack, had a text that was not UTF-8, at byte 4"),
                arguments(
                        "81 a1 74 db 7fffffff 61",
                        RejectReason.NOT_PARSABLE,
                        "payload must be MessagePack, had a text that did not end within it, at byte 8"),
                arguments(
                        "df 7fffffff a1 74 01", // a map of two thousand million pairs
                        RejectReason.NOT_PARSABLE,
                        "payload must be MessagePack, was not at byte 8: 'MessageInsufficientBufferException'"),
                arguments(
                        "81 a1 74 01 00",
                        RejectReason.NOT_PARSABLE,
                        "payload must end after its MessagePack value, was '0'"),
                arguments(
                        "82 a2 7473 cf ffffffffffffffff a1 74 01",
                        RejectReason.TS_OUT_OF_BOUNDS,
                        "ts must be at most PT168H old and PT5M ahead, was '18446744073709551615'"),
                arguments(
                        "82 a1 74 01 a1 74 02",
                        RejectReason.NOT_PARSABLE,
                        "member of a message must stand once, stood twice: 't'"),
                arguments(
                        "91 91 91 91 91 91 91 91 91 01",
                        RejectReason.TOO_DEEP,
                        "MessagePack depth must be <= 8, was 9 or more"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void whatJsonDoesNotHaveIsRefusedByName(String hex, RejectReason reason, String detail) {
        Decoded.Rejected rejected = assertInstanceOf(Decoded.Rejected.class, decode(TOPIC, bytes(hex)));

        assertEquals(detail, rejected.detail());
        assertEquals(reason, rejected.reason());
    }

    @Test
    void noCutIsTakenForTheWhole() {
        byte[] whole = bytes(MESSAGE);
        for (int length = 1; length < whole.length; length++) {
            Decoded decoded = decode(TOPIC, Arrays.copyOf(whole, length));
            assertEquals(
                    RejectReason.NOT_PARSABLE,
                    assertInstanceOf(Decoded.Rejected.class, decoded).reason(),
                    "cut at " + length);
        }
    }

    @Test
    void aRefusedPayloadStillTellsWhichMessagesItHeld() {
        Decoded decoded = decode(
                TOPIC,
                bytes(
                        "92 83 a5 65706f6368 a1 65 a3 736571 05 a1 74 91 01" // {"epoch": "e", "seq": 5, "t": [1]}
                                + "82 a5 65706f6368 a1 65 a3 736571 06")); // {"epoch": "e", "seq": 6}

        assertEquals(
                List.of(new SeqRef("e", 5), new SeqRef("e", 6)),
                assertInstanceOf(Decoded.Rejected.class, decoded).readable());
    }
}
