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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborPayloadTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final String TOPIC = "telemetry/s/d";
    private static final String MESSAGE = "a4" // map of 4
            + "62 7473 1b 000001935bd28cc8" // "ts": 1732412345544
            + "65 65706f6368 64 62376633" // "epoch": "b7f3"
            + "63 736571 18 2a" // "seq": 42
            + "66 76616c756573 a4" // "values": map of 4
            + "61 61 fb 4035666666666666" // "a": double 21.4
            + "61 62 f9 3e00" // "b": half 1.5
            + "61 63 f5" // "c": true
            + "61 64 62 c3a9"; // "d": "é"

    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw", 1));

    private Decoded decode(String contentType, String hex) {
        return decoder.decode(TOPIC, contentType, null, bytes(hex), NOW);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<DeviceMessage> taken(Decoded decoded) {
        return assertInstanceOf(Decoded.Messages.class, decoded, decoded::toString)
                .messages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cbor", ""})
    void aMessageIsReadFromItsBytes(String contentType) {
        DeviceMessage message = taken(decode(contentType, MESSAGE)).get(0);

        assertEquals("b7f3", message.epoch());
        assertEquals(42, message.seq());
        assertEquals(1_732_412_345_544L, message.tsMillis());
        assertEquals(21.4, message.number(0));
        assertEquals(1.5, message.number(1));
        assertEquals(ReadingKind.BOOLEAN, message.kind(2));
        assertEquals("é", message.text(3));
    }

    @Test
    void structuresMayHaveNoLengthAndTheWholeMayBeMarked() {
        String hex = "d9d9f7" // this is CBOR
                + "9f" // array without a length
                + "bf 61 74 01 ff" // {"t": 1}
                + "a1 61 74 f7"; // {"t": undefined}, which is refused as empty
        assertEquals(
                "message must hold at least one value that is not null, was none",
                assertInstanceOf(Decoded.Rejected.class, decode("", hex + "ff")).detail());
        assertEquals(1, taken(decode("", "d9d9f7 9f bf 61 74 01 ff ff")).size());
    }

    @Test
    void aScalarBelongsToTheTopicsMetric() {
        Decoded decoded = decoder.decode(TOPIC + "/m", "application/cbor", null, bytes("fa 41ab3333"), NOW);

        assertEquals((double) 21.4f, taken(decoded).get(0).number(0));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "a1 61 74 f9 7e00", RejectReason.NOT_FINITE, "value of 't' must be a finite double, was 'NaN'"),
                arguments(
                        "a1 61 74 f9 7c00",
                        RejectReason.NOT_FINITE,
                        "value of 't' must be a finite double, was 'Infinity'"),
                arguments(
                        "a1 61 74 c1 01",
                        RejectReason.NOT_PARSABLE,
                        "CBOR items must have no tag, was one of first byte 0xc1"),
                arguments(
                        "a1 61 74 c2 41 01", // a bignum
                        RejectReason.NOT_PARSABLE,
                        "CBOR items must have no tag, was one of first byte 0xc2"),
                arguments(
                        "d9d9f7 d9d9f7 a1 61 74 01",
                        RejectReason.NOT_PARSABLE,
                        "CBOR items must have no tag, was one of first byte 0xd9"),
                arguments(
                        "a1 61 74 41 01",
                        RejectReason.INVALID_VALUE,
                        "value of 't' must be a number, boolean, string or null, was bytes"),
                arguments("a1 01 02", RejectReason.NOT_PARSABLE, "CBOR names must be texts, was one of first byte 0x1"),
                arguments(
                        "a1 41 74 02",
                        RejectReason.NOT_PARSABLE,
                        "CBOR names must be texts, was one of first byte 0x41"),
                arguments(
                        "a1 61 74 e5",
                        RejectReason.NOT_PARSABLE,
                        "CBOR simple values must be false, true, null or undefined, was one of first byte 0xe5"),
                arguments(
                        "a1 61 74 7f 61 61 ff",
                        RejectReason.NOT_PARSABLE,
                        "CBOR strings must have a definite length, was one of first byte 0x7f"),
                arguments(
                        "a1 61 74 62 c3 28", // a character cut short
                        RejectReason.NOT_PARSABLE,
                        "CBOR text must be valid UTF-8, was not, at byte 3"),
                arguments(
                        "a1 61 74 7b 7fffffffffffffff 61",
                        RejectReason.NOT_PARSABLE,
                        "CBOR text must end within the payload, did not, at byte 3"),
                arguments(
                        "a1 61 74 01 00", RejectReason.NOT_PARSABLE, "payload must end after its CBOR value, was '0'"),
                arguments(
                        "a2 61 74 01 61 74 02",
                        RejectReason.NOT_PARSABLE,
                        "member of a message must stand once, stood twice: 't'"),
                arguments(
                        "81 81 81 81 81 81 81 81 81 01",
                        RejectReason.TOO_DEEP,
                        "CBOR depth must be <= 8, was 9 or more"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void whatJsonDoesNotHaveIsRefusedByName(String hex, RejectReason reason, String detail) {
        Decoded.Rejected rejected = assertInstanceOf(Decoded.Rejected.class, decode("application/cbor", hex));

        assertEquals(detail, rejected.detail());
        assertEquals(reason, rejected.reason());
    }

    @Test
    void noCutIsTakenForTheWhole() {
        byte[] whole = bytes(MESSAGE);
        for (int length = 1; length < whole.length; length++) {
            Decoded decoded = decoder.decode(TOPIC, "application/cbor", null, Arrays.copyOf(whole, length), NOW);
            assertEquals(
                    RejectReason.NOT_PARSABLE,
                    assertInstanceOf(Decoded.Rejected.class, decoded).reason(),
                    "cut at " + length);
        }
    }
}
