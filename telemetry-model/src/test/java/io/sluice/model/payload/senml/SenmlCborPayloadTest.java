package io.sluice.model.payload.senml;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.TOPIC;
import static io.sluice.model.payload.Decoding.fault;
import static io.sluice.model.payload.Decoding.hex;
import static io.sluice.model.payload.Decoding.taken;
import static io.sluice.model.payload.Decoding.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.PayloadDecoder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SenmlCborPayloadTest {
    private final PayloadDecoder decoder = Decoding.decoder();

    private Decoded decode(String hex) {
        return decoder.decode(TOPIC, "application/senml+cbor", null, hex(hex), NOW);
    }

    @Test
    void aPackIsReadFromItsBytes() {
        List<DeviceMessage> messages = taken(decode(
                "83" // array of 3
                        + "a4 21 62 643a" // bn: "d:"
                        + "22 fb 41d9d0a0ee600000" // bt: 1732412345.5
                        + "00 61 61 02 f9 3e00" // n: "a", v: 1.5
                        + "a2 00 61 62 04 f5" // n: "b", vb: true
                        + "a3 00 61 63 06 20 03 61 78")); // n: "c", t: -1, vs: "x"

        assertEquals("{a=1.5, b=true}", values(messages.get(0)));
        assertEquals("{c='x'}", values(messages.get(1)));
        assertEquals(1_000, messages.get(0).tsMillis() - messages.get(1).tsMillis());
    }

    static Stream<Arguments> refusedOnes() {
        return Stream.of(
                arguments("81 a2 00 61 61 08 41 01", "invalid-value: SenML values must be v, vs or vb, was vd (data)"),
                arguments(
                        "81 a2 00 61 61 02 c4 82 20 18 2a", // a decimal fraction
                        "not-parsable: CBOR items must have no tag, was one of first byte 0xc4"),
                arguments(
                        "81 a2 41 00 61 61 02 01",
                        "not-parsable: CBOR names must be texts, was one of first byte 0x41"),
                arguments("81 a2 00 61 61 02 f9 7e00", "not-finite: value of 'v' must be a finite double, was 'NaN'"),
                arguments(
                        "81 a2 00 61 61 03 7f 61 61 ff",
                        "not-parsable: CBOR strings must have a definite length, was one of first byte 0x7f"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedOnes")
    void aFaultIsRefusedByName(String payload, String expected) {
        assertEquals(expected, fault(decode(payload)));
    }

    @Test
    void otherCborHasNoIntegersForNames() {
        assertEquals(
                "not-parsable: CBOR names must be texts, was one of first byte 0x1",
                fault(decoder.decode(TOPIC, "application/cbor", null, hex("a1 01 02"), NOW)));
    }
}
