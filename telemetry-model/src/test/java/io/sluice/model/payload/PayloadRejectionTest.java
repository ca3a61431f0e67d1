package io.sluice.model.payload;

import static io.sluice.model.payload.rejection.RejectReason.INVALID_IDENTITY;
import static io.sluice.model.payload.rejection.RejectReason.INVALID_METRIC;
import static io.sluice.model.payload.rejection.RejectReason.INVALID_VALUE;
import static io.sluice.model.payload.rejection.RejectReason.NOT_FINITE;
import static io.sluice.model.payload.rejection.RejectReason.NOT_PARSABLE;
import static io.sluice.model.payload.rejection.RejectReason.NO_VALUES;
import static io.sluice.model.payload.rejection.RejectReason.TOO_DEEP;
import static io.sluice.model.payload.rejection.RejectReason.TOO_LARGE;
import static io.sluice.model.payload.rejection.RejectReason.TOO_MANY_READINGS;
import static io.sluice.model.payload.rejection.RejectReason.TOPIC_INVALID;
import static io.sluice.model.payload.rejection.RejectReason.TS_OUT_OF_BOUNDS;
import static io.sluice.model.payload.rejection.RejectReason.UNSUPPORTED_FORMAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRejectionTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final String TOPIC = "telemetry/s/d";
    private static final String ID_RULE = "must be 1 to 64 characters of [A-Za-z0-9_.:-]";
    private static final String TOPIC_RULE =
            "topic must be telemetry/{site}/{device} or telemetry/{site}/{device}/{metric}";
    private static final String METRIC_RULE = "metric must be 1 to 128 printable characters without # and +";
    private static final String TS_WINDOW = "ts must be at most PT168H old and PT5M ahead";
    private static final String SCALAR_RULE = "payload of a metric's topic must be one number, boolean or string";

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> {
        throw new AssertionError("an identity was consumed by a refused publish");
    });

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("", NOT_PARSABLE, "payload must hold a message, was empty"),
                arguments("  ", NOT_PARSABLE, "payload must be a JSON object or an array of them, was empty"),
                arguments("21.4", NOT_PARSABLE, "payload must be a JSON object or an array of them, was '21.4'"),
                arguments("{\"t\":1}{}", NOT_PARSABLE, "payload must end after its JSON value, was an object"),
                arguments("{\"t\":1} 7", NOT_PARSABLE, "payload must end after its JSON value, was '7'"),
                arguments("{\"t\":1,\"t\":2}", NOT_PARSABLE, "member of a message must stand once, stood twice: 't'"),
                arguments("{\"t\":\u0000}", NOT_PARSABLE, "payload must hold no zero bytes, held one at 5"),
                arguments("{\"t\":NaN}", NOT_FINITE, "value of 't' must be a finite double, was 'NaN'"),
                arguments("{\"t\":-Infinity}", NOT_FINITE, "value of 't' must be a finite double, was '-Infinity'"),
                arguments("{\"t\":1e999}", NOT_FINITE, "value of 't' must be a finite double, was '1e999'"),
                arguments(
                        "{\"t\":1" + "0".repeat(900) + "}",
                        INVALID_VALUE,
                        "number of 't' must have <= 800 characters, had 901"));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("{}", NO_VALUES, "message must hold at least one value that is not null, was none"),
                arguments(
                        "{\"values\":{}}",
                        NO_VALUES,
                        "message must hold at least one value that is not null, was none"),
                arguments("{\"t\":null}", NO_VALUES, "message must hold at least one value that is not null, was none"),
                arguments("[]", NO_VALUES, "array of messages must hold a message, was '[]'"),
                arguments("[1]", INVALID_VALUE, "message of an array must be a JSON object, was '1'"),
                arguments("{\"values\":[]}", INVALID_VALUE, "values must be an object of metrics, was an array"),
                arguments(
                        "{\"t\":{\"u\":1}}",
                        INVALID_VALUE,
                        "value of 't' must be a number, boolean, string or null, was an object"),
                arguments(
                        "{\"values\":{\"t\":1},\"unit\":\"C\"}",
                        INVALID_VALUE,
                        "members beside values must be ts, epoch or seq, was 'unit'"),
                arguments("{\"t\":\"\\ud800\"}", INVALID_VALUE, "text of 't' must be valid Unicode, was '\\ud800'"),
                arguments(
                        "{\"ts\":1.5,\"t\":1}",
                        INVALID_VALUE,
                        "ts must be integer milliseconds or an ISO-8601 string with an offset, was '1.5'"),
                arguments(
                        "{\"ts\":\"2024-11-24T01:39:05\",\"t\":1}",
                        INVALID_VALUE,
                        "ts must be integer milliseconds or an ISO-8601 string with an offset,"
                                + " was '2024-11-24T01:39:05'"));
    }

    static Stream<Arguments> namesAndIdentities() {
        return Stream.of(
                arguments("{\"\":1}", INVALID_METRIC, METRIC_RULE + ", was ''"),
                arguments("{\"a#\":1}", INVALID_METRIC, METRIC_RULE + ", was 'a#'"),
                arguments("{\"a+b\":1}", INVALID_METRIC, METRIC_RULE + ", was 'a+b'"),
                arguments("{\"a\\u0007\":1}", INVALID_METRIC, METRIC_RULE + ", was 'a\\u0007'"),
                arguments(
                        "{\"" + "m".repeat(129) + "\":1}",
                        INVALID_METRIC,
                        METRIC_RULE + ", was '" + "m".repeat(64) + "…'"),
                arguments(
                        "{\"epoch\":\"e\",\"t\":1}",
                        INVALID_IDENTITY,
                        "epoch and seq must both be sent or neither, was only 'epoch'"),
                arguments(
                        "{\"seq\":1,\"t\":1}",
                        INVALID_IDENTITY,
                        "epoch and seq must both be sent or neither, was only 'seq'"),
                arguments(
                        "{\"epoch\":\"e\",\"seq\":0,\"t\":1}",
                        INVALID_IDENTITY,
                        "seq must be an integer from 1 to 2^53 - 1, was '0'"),
                arguments(
                        "{\"epoch\":\"e\",\"seq\":9007199254740992,\"t\":1}",
                        INVALID_IDENTITY,
                        "seq must be an integer from 1 to 2^53 - 1, was '9007199254740992'"),
                arguments(
                        "{\"epoch\":\"a b\",\"seq\":1,\"t\":1}",
                        INVALID_IDENTITY,
                        "epoch must be a string of 1 to 32 characters of [A-Za-z0-9_.:-], was 'a b'"),
                arguments(
                        "{\"epoch\":5,\"seq\":1,\"t\":1}",
                        INVALID_IDENTITY,
                        "epoch must be a string of 1 to 32 characters of [A-Za-z0-9_.:-], was '5'"));
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                arguments("{\"ts\":0,\"t\":1}", TS_OUT_OF_BOUNDS, TS_WINDOW + ", was '0'"),
                arguments(
                        "{\"ts\":" + (NOW + 300_001) + ",\"t\":1}",
                        TS_OUT_OF_BOUNDS,
                        TS_WINDOW + ", was '1732412645679'"),
                arguments(
                        "{\"ts\":99999999999999999999,\"t\":1}",
                        TS_OUT_OF_BOUNDS,
                        TS_WINDOW + ", was '99999999999999999999'"),
                arguments(
                        "{\"ts\":\"+999999999-01-01T00:00:00Z\",\"t\":1}",
                        TS_OUT_OF_BOUNDS,
                        TS_WINDOW + ", was '+999999999-01-01T00:00:00Z'"),
                arguments(
                        "{\"t\":\"" + "x".repeat(1025) + "\"}",
                        TOO_LARGE,
                        "text of 't' must have <= 1024 characters, had 1025"),
                arguments(" ".repeat(262_145), TOO_LARGE, "payload must be <= 262144 bytes, was 262145"),
                arguments("[[[[[[[[[1]]]]]]]]]", TOO_DEEP, "JSON depth must be <= 8, was 9 or more"),
                arguments("[".repeat(100_000), TOO_DEEP, "JSON depth must be <= 8, was 9 or more"),
                arguments("{\"t\":" + "{\"t\":".repeat(20) + "1", TOO_DEEP, "JSON depth must be <= 8, was 9 or more"),
                arguments(
                        thousandAndOne(),
                        TOO_MANY_READINGS,
                        "readings of a message must be <= 1000, were more at metric 'm1000'"));
    }

    private static String thousandAndOne() {
        StringBuilder json = new StringBuilder("{\"m0\":0");
        for (int i = 1; i <= 1000; i++) {
            json.append(",\"m").append(i).append("\":").append(i);
        }
        return json.append('}').toString();
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource({"broken", "values", "namesAndIdentities", "bounds"})
    void aPayloadIsRefusedByName(String payload, RejectReason reason, String detail) {
        Decoded.Rejected rejected = refused(decoder.decode(TOPIC, null, null, bytes(payload), NOW));

        assertEquals(detail, rejected.detail());
        assertEquals(reason, rejected.reason());
        assertEquals(DeviceId.of("s", "d"), rejected.device());
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                arguments("{\"t\":1}", NOT_PARSABLE, SCALAR_RULE + ", was an object"),
                arguments(" ", NOT_PARSABLE, SCALAR_RULE + ", was empty"),
                arguments("null", NO_VALUES, "payload of a metric's topic must hold a value, was 'null'"),
                arguments("21.4 7", NOT_PARSABLE, "payload must end after its JSON value, was '7'"),
                arguments("NaN", NOT_FINITE, "value of 'm' must be a finite double, was 'NaN'"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("scalars")
    void aScalarIsRefusedByName(String payload, RejectReason reason, String detail) {
        Decoded.Rejected rejected = refused(decoder.decode(TOPIC + "/m", null, null, bytes(payload), NOW));

        assertEquals(detail, rejected.detail());
        assertEquals(reason, rejected.reason());
    }

    static Stream<Arguments> topics() {
        return Stream.of(
                arguments("telemetry/s", TOPIC_RULE + ", was 'telemetry/s'", null),
                arguments("other/s/d", TOPIC_RULE + ", was 'other/s/d'", null),
                arguments("telemetry//d", "site " + ID_RULE + ", was ''", null),
                arguments("telemetry/s/d\n", "device " + ID_RULE + ", was 'd\\u000a'", null),
                arguments(
                        "telemetry/" + "s".repeat(65) + "/d",
                        "site " + ID_RULE + ", was '" + "s".repeat(64) + "…'",
                        null),
                arguments("telemetry/s/d/", METRIC_RULE + ", was ''", DeviceId.of("s", "d")),
                arguments("telemetry/s/d/m/n", TOPIC_RULE + ", was 'telemetry/s/d/m/n'", DeviceId.of("s", "d")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topics")
    void aTopicIsRefusedByName(String topic, String detail, DeviceId device) {
        Decoded.Rejected rejected = refused(decoder.decode(topic, null, null, bytes("{\"t\":1}"), NOW));

        assertEquals(detail, rejected.detail());
        assertEquals(TOPIC_INVALID, rejected.reason());
        assertEquals(device, rejected.device());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "application/senml+xml", "text/plain"})
    void aFormatNotSpokenIsNamed(String contentType) {
        Decoded.Rejected rejected = refused(decoder.decode(TOPIC, contentType, null, bytes("{\"t\":1}"), NOW));

        assertEquals(UNSUPPORTED_FORMAT, rejected.reason());
        assertEquals(
                "content type must be one of application/json, application/cbor, application/msgpack,"
                        + " application/senml+json, application/senml+cbor, application/vnd.sluice.message+protobuf,"
                        + " was '" + contentType + "'",
                rejected.detail());
    }

    @Test
    void anEncodingNotSpokenIsNamed() {
        Decoded.Rejected rejected = refused(decoder.decode(TOPIC, null, "br", bytes("{\"t\":1}"), NOW));

        assertEquals(UNSUPPORTED_FORMAT, rejected.reason());
        assertEquals("content-encoding must be absent, identity, gzip or zstd, was 'br'", rejected.detail());
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xff, '"', '}'}, // no such byte in UTF-8
                new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'}, // overlong slash
                new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'}, // surrogate
                new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xe2, (byte) 0x82, '"', '}'}); // cut short
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(byte[] payload) {
        Decoded.Rejected rejected = refused(decoder.decode(TOPIC, null, null, payload, NOW));

        assertEquals(NOT_PARSABLE, rejected.reason());
        assertEquals("payload must be valid UTF-8, was not", rejected.detail());
    }

    static Stream<Arguments> readable() {
        SeqRef five = new SeqRef("e", 5);
        SeqRef six = new SeqRef("e", 6);
        return Stream.of(
                arguments("{\"epoch\":\"e\",\"seq\":5,\"values\":{\"t\":NaN}}", List.of(five)),
                arguments("{\"values\":{\"t\":{\"seq\":9}},\"seq\":5,\"epoch\":\"e\"}", List.of(five)),
                arguments("{\"epoch\":\"e\",\"seq\":5,\"values\":{\"t\":", List.of(five)),
                arguments("{\"values\":{\"t\":}},\"epoch\":\"e\",\"seq\":5}", List.of()),
                arguments(
                        "[{\"epoch\":\"e\",\"seq\":5,\"t\":1},{\"epoch\":\"e\",\"seq\":6,\"t\":NaN}]",
                        List.of(five, six)),
                arguments("[{\"epoch\":\"e\",\"seq\":5,\"t\":1},7,{\"epoch\":\"e\",\"seq\":6}]", List.of(five, six)),
                arguments("[{\"epoch\":\"e\",\"seq\":5,\"t\":1},{\"epoch\":\"e\",\"seq", List.of(five)),
                arguments("{\"epoch\":\"e\",\"t\":1}", List.of()),
                arguments("{\"epoch\":\"#\",\"seq\":1,\"t\":1}", List.of()),
                arguments("not json", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void aRefusedPayloadStillTellsWhichMessagesItHeld(String payload, List<SeqRef> expected) {
        assertEquals(
                expected,
                refused(decoder.decode(TOPIC, null, null, bytes(payload), NOW)).readable());
    }

    @Test
    void thingsBoardsTopicNeedsADevice() {
        Decoded.Rejected rejected =
                refused(decoder.decode("v1/devices/me/telemetry", null, null, bytes("{\"t\":1}"), NOW));

        assertEquals(
                "topic v1/devices/me/telemetry must be published by an authenticated device, was not",
                rejected.detail());
        assertEquals(RejectReason.NOT_AUTHORIZED, rejected.reason());
        assertNull(rejected.device());
    }

    @Test
    void whatThingsBoardsDevicesCallSeqIsAMetric() {
        byte[] payload = bytes("{\"epoch\":\"boot\",\"seq\":500,\"values\":{\"a\":1}}");
        Decoded.Rejected rejected =
                refused(decoder.decode("v1/devices/me/telemetry", DeviceId.of("s", "d"), null, null, payload, NOW));

        assertEquals(RejectReason.INVALID_VALUE, rejected.reason());
        assertEquals(List.of(), rejected.readable());
    }

    @Test
    void aTopicWithoutADeviceNamesNone() {
        assertNull(refused(decoder.decode("x", null, null, bytes("{}"), NOW)).device());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Decoded.Rejected refused(Decoded decoded) {
        return assertInstanceOf(Decoded.Rejected.class, decoded);
    }
}
