package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadDecoderTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final String TOPIC = "telemetry/plant-1/pump-7";

    private long stamped;
    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw-1", ++stamped));

    @Test
    void aMessageKeepsWhatTheDeviceSent() {
        DeviceMessage message = only(
                decode(
                        TOPIC,
                        "{\"ts\": 1732412345000, \"epoch\": \"b7f3\", \"seq\": 42,"
                                + " \"values\": {\"temperature\": 21.4, \"rpm\": 1480, \"running\": true, \"mode\": \"auto\"}}"));

        assertEquals(DeviceId.of("plant-1", "pump-7"), message.device());
        assertEquals("b7f3", message.epoch());
        assertEquals(42, message.seq());
        assertEquals(1_732_412_345_000L, message.tsMillis());
        assertEquals(Provenance.DEVICE, message.provenance());
        assertEquals(4, message.size());
        assertReading(message, 0, "temperature", ReadingKind.NUMBER, 21.4);
        assertReading(message, 1, "rpm", ReadingKind.NUMBER, 1480);
        assertReading(message, 2, "running", ReadingKind.BOOLEAN, 1);
        assertEquals(ReadingKind.TEXT, message.kind(3));
        assertEquals("auto", message.text(3));
        assertNull(message.text(0));
        assertEquals(0, stamped, "an identity was consumed");
    }

    @Test
    void aFlatObjectIsStampedByTheGateway() {
        DeviceMessage message = only(decode(TOPIC, "{\"temperature\": 21.4, \"rpm\": 1480}"));

        assertEquals("gw-1", message.epoch());
        assertEquals(1, message.seq());
        assertEquals(NOW, message.tsMillis());
        assertEquals(new Provenance(true, true), message.provenance());
        assertEquals(2, message.size());
    }

    @Test
    void aFlatObjectMayCarryTheEnvelope() {
        DeviceMessage message = only(decode(TOPIC, "{\"t\":1,\"ts\":1732412345000,\"epoch\":\"e\",\"seq\":9,\"u\":2}"));

        assertEquals(9, message.seq());
        assertEquals(Provenance.DEVICE, message.provenance());
        assertEquals(List.of("t", "u"), List.of(message.metric(0), message.metric(1)));
    }

    @Test
    void anArrayHoldsSeveralMessagesInOrder() {
        List<DeviceMessage> messages = accepted(
                decode(TOPIC, "[{\"epoch\":\"e\",\"seq\":2,\"values\":{\"t\":1}}, {\"t\":2}, {\"seq\":null,\"t\":3}]"));

        assertEquals(
                List.of(2L, 1L, 2L), messages.stream().map(DeviceMessage::seq).toList());
        assertEquals(
                List.of(1.0, 2.0, 3.0), messages.stream().map(m -> m.number(0)).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-11-24T01:39:05.678Z",
                "2024-11-24T02:39:05.678+01:00",
                "2024-11-24T01:39:05.678999Z",
            })
    void tsMayBeAnIsoString(String ts) {
        DeviceMessage message = only(decode(TOPIC, "{\"ts\":\"" + ts + "\",\"t\":1}"));

        assertEquals(NOW, message.tsMillis());
        assertEquals(new Provenance(true, false), message.provenance());
    }

    @Test
    void theEndsOfTheWindowAreInside() {
        long oldest = NOW - 7 * 86_400_000L;
        long newest = NOW + 300_000;

        assertEquals(
                oldest, only(decode(TOPIC, "{\"ts\":" + oldest + ",\"t\":1}")).tsMillis());
        assertEquals(
                newest, only(decode(TOPIC, "{\"ts\":" + newest + ",\"t\":1}")).tsMillis());
    }

    @Test
    void aNullValueCarriesNoReading() {
        DeviceMessage message = only(decode(TOPIC, "{\"values\":{\"t\":null,\"u\":1}}"));

        assertEquals(1, message.size());
        assertEquals("u", message.metric(0));
    }

    @Test
    void aScalarBelongsToTheTopicsMetric() {
        assertReading(only(decode(TOPIC + "/temperature", "21.4")), 0, "temperature", ReadingKind.NUMBER, 21.4);
        assertReading(only(decode(TOPIC + "/running", " false\n")), 0, "running", ReadingKind.BOOLEAN, 0);
        assertEquals("auto", only(decode(TOPIC + "/mode", "\"auto\"")).text(0));
    }

    @Test
    void numbersKeepEveryBit() {
        DeviceMessage message = only(
                decode(TOPIC, "{\"a\":-0.0,\"b\":4.9e-324,\"c\":1.7976931348623157e308,\"d\":0.30000000000000004}"));

        assertEquals(Long.MIN_VALUE, Double.doubleToRawLongBits(message.number(0)));
        assertEquals(Double.MIN_VALUE, message.number(1));
        assertEquals(Double.MAX_VALUE, message.number(2));
        assertEquals(0.1 + 0.2, message.number(3));
    }

    @Test
    void aThousandReadingsAreAccepted() {
        StringBuilder json = new StringBuilder("{\"m0\":0");
        for (int i = 1; i < 1000; i++) {
            json.append(",\"m").append(i).append("\":").append(i);
        }

        DeviceMessage message = only(decode(TOPIC, json.append('}').toString()));

        assertEquals(1000, message.size());
        assertReading(message, 999, "m999", ReadingKind.NUMBER, 999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", ""})
    void jsonMayBeNamedInTheContentType(String contentType) {
        assertInstanceOf(
                Decoded.Messages.class, decoder.decode(TOPIC, contentType, "identity", bytes("{\"t\":1}"), NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seq\":7,\"t\":1}",
                "{\"ts\":1732412345000,\"values\":{\"seq\":7,\"t\":1}}",
                "[{\"seq\":7,\"t\":1}]"
            })
    void thingsBoardsShapesBelongToTheAuthenticatedDevice(String json) {
        DeviceId device = DeviceId.of("plant-1", "pump-7");

        DeviceMessage message = only(decoder.decode("v1/devices/me/telemetry", device, null, null, bytes(json), NOW));

        assertEquals(device, message.device());
        assertEquals("gw-1", message.epoch(), "ThingsBoard knows no identity");
        assertReading(message, 0, "seq", ReadingKind.NUMBER, 7);
    }

    private static void assertReading(DeviceMessage message, int i, String metric, ReadingKind kind, double number) {
        assertEquals(metric, message.metric(i));
        assertEquals(kind, message.kind(i));
        assertEquals(number, message.number(i));
    }

    private Decoded decode(String topic, String json) {
        return decoder.decode(topic, null, null, bytes(json), NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<DeviceMessage> accepted(Decoded decoded) {
        return assertInstanceOf(Decoded.Messages.class, decoded).messages();
    }

    private static DeviceMessage only(Decoded decoded) {
        List<DeviceMessage> messages = accepted(decoded);
        assertEquals(1, messages.size());
        return messages.get(0);
    }
}
