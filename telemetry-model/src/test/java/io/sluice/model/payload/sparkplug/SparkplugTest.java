package io.sluice.model.payload.sparkplug;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.died;
import static io.sluice.model.payload.Decoding.fault;
import static io.sluice.model.payload.Decoding.hex;
import static io.sluice.model.payload.Decoding.refused;
import static io.sluice.model.payload.Decoding.taken;
import static io.sluice.model.payload.Decoding.values;
import static io.sluice.model.payload.sparkplug.Sparkplugged.aliased;
import static io.sluice.model.payload.sparkplug.Sparkplugged.named;
import static io.sluice.model.payload.sparkplug.Sparkplugged.payload;
import static io.sluice.model.payload.sparkplug.Sparkplugged.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.proto.SparkplugMetricRecord;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparkplugTest {
    private static final DeviceId NODE = DeviceId.of("g", "n");
    private static final DeviceId DEVICE = DeviceId.of("g", "n:d");
    private static final String NODE_BIRTH = "spBv1.0/g/NBIRTH/n";
    private static final String NODE_DATA = "spBv1.0/g/NDATA/n";
    private static final String NODE_DEATH = "spBv1.0/g/NDEATH/n";
    private static final String DEVICE_BIRTH = "spBv1.0/g/DBIRTH/n/d";
    private static final String DEVICE_DATA = "spBv1.0/g/DDATA/n/d";
    private static final String NOT_DECLARED =
            "birth-missing: Sparkplug metric must be declared by a birth, 'alias 1' was not";

    private final PayloadDecoder decoder = Decoding.decoder();

    private Decoded publish(String topic, byte[] payload) {
        return decoder.decode(topic, null, null, payload, NOW);
    }

    private Decoded publish(String topic, SparkplugMetricRecord.Builder... metrics) {
        return publish(topic, payload(metrics));
    }

    private String published(String topic, SparkplugMetricRecord.Builder... metrics) {
        List<DeviceMessage> messages = taken(publish(topic, metrics));
        assertEquals(1, messages.size());
        return values(messages.get(0));
    }

    @Test
    void aPayloadIsReadFromItsBytes() {
        DeviceMessage message = taken(publish(
                        NODE_DATA,
                        hex(
                                "08 c899cadeb532" // timestamp
                                        + "12 0e 0a 01 61 20 0a 69 6666666666663540" // metric "a", Double, 21.4
                                        + "12 0b 0a 01 62 20 03 50 ffffffff0f" // metric "b", Int32, -1
                                        + "12 07 0a 01 63 20 0b 70 01" // metric "c", Boolean, true
                                        + "12 08 0a 01 64 20 0c 7a 01 78" // metric "d", String, "x"
                                        + "18 05 22 01 75 2a 01 00"))) // seq, uuid, body
                .get(0);

        assertEquals(NODE, message.device());
        assertEquals("{a=21.4, b=-1.0, c=true, d='x'}", values(message));
        assertTrue(message.provenance().identityStamped());
    }

    @Test
    void dataSpeaksInTheAliasesOfItsBirth() {
        assertEquals(
                "{bdSeq=0.0, t=1.0}",
                published(NODE_BIRTH, session(0), named("t", 10).setAlias(1).setDoubleValue(1)));
        assertEquals("{t=2.0}", published(NODE_DATA, aliased(1).setDoubleValue(2)));

        assertEquals(
                "{u=3.0}", published(DEVICE_BIRTH, named("u", 3).setAlias(1).setIntValue(3)));
        DeviceMessage message =
                taken(publish(DEVICE_DATA, aliased(1).setIntValue(-4))).get(0);
        assertEquals(DEVICE, message.device());
        assertEquals("{u=-4.0}", values(message));
    }

    @Test
    void valuesOfSeveralTimesAreSeveralMessages() {
        List<DeviceMessage> messages = taken(publish(
                NODE_DATA,
                named("t", 10).setTimestamp(NOW - 5).setDoubleValue(1),
                named("t", 10).setTimestamp(NOW - 4).setDoubleValue(2),
                named("u", 10).setTimestamp(NOW - 5).setDoubleValue(3),
                named("v", 10).setDoubleValue(4)));

        assertEquals(
                List.of("{t=1.0, u=3.0}", "{t=2.0}", "{v=4.0}"),
                messages.stream().map(Decoding::values).toList());
        assertEquals(
                List.of(NOW - 5, NOW - 4, NOW),
                messages.stream().map(DeviceMessage::tsMillis).toList());
    }

    static Stream<Arguments> integers() {
        return Stream.of(
                arguments(1, 0xfffffff0, 0L, -16.0), // Int8, sign-extended
                arguments(1, 0xf0, 0L, -16.0), // Int8, in its 8 bits
                arguments(2, 0xfff0, 0L, -16.0),
                arguments(3, 0xfffffff0, 0L, -16.0),
                arguments(1, 0, -128L, -128.0), // Int8, sign-extended to 64
                arguments(3, 0, 0xffff_ffffL, -1.0),
                arguments(4, 0, -16L, -16.0),
                arguments(5, 0xf0, 0L, 240.0),
                arguments(6, 0xfff0, 0L, 65_520.0),
                arguments(7, 0xfffffff0, 0L, 4_294_967_280.0),
                arguments(7, 0, 4_294_967_280L, 4_294_967_280.0),
                arguments(8, 0, -1L, 18_446_744_073_709_551_615.0),
                arguments(13, 0, 1_732_412_345_678L, 1_732_412_345_678.0));
    }

    @ParameterizedTest(name = "type {0} of {1} or {2} is {3}")
    @MethodSource("integers")
    void anIntegerIsWhatItsTypeMakesOfItsBits(int type, int intValue, long longValue, double expected) {
        SparkplugMetricRecord.Builder metric = named("i", type);
        Decoded decoded =
                publish(NODE_DATA, longValue == 0 ? metric.setIntValue(intValue) : metric.setLongValue(longValue));

        assertEquals(expected, taken(decoded).get(0).number(0));
    }

    static Stream<Arguments> integersOutOfRange() {
        return Stream.of(
                arguments("INT8", 1, 300L),
                arguments("INT8", 1, -129L),
                arguments("INT16", 2, 1L << 16),
                arguments("INT32", 3, (1L << 33) + 5),
                arguments("UINT8", 5, 256L),
                arguments("UINT8", 5, 0xffff_ff80L),
                arguments("UINT16", 6, 70_000L),
                arguments("UINT32", 7, 1L << 40),
                arguments("UINT32", 7, -1L));
    }

    @ParameterizedTest(name = "{0} of {2}")
    @MethodSource("integersOutOfRange")
    void anIntegerThatItsTypeDoesNotHaveIsNoOther(String shown, int type, long bits) {
        assertEquals(
                "invalid-value: value of 'i' must be of Sparkplug's type " + shown + ", was "
                        + Long.toUnsignedString(bits),
                fault(publish(NODE_DATA, named("i", type).setLongValue(bits))));
    }

    @Test
    void dataWithoutItsBirthIsRefusedByItsOwnReason() {
        assertEquals(NOT_DECLARED, fault(publish(NODE_DATA, aliased(1).setDoubleValue(2))));
        assertEquals(
                "birth-missing: Sparkplug metric must be declared by a birth, 'i' was not",
                fault(publish(NODE_DATA, named("i", 0).setIntValue(-1))));
        assertEquals("{i=7.0}", published(NODE_DATA, named("i", 0).setIntValue(7)), "no sign, no doubt");
        publish(DEVICE_BIRTH, named("i", 0).setAlias(1).setIntValue(-1));
        assertEquals("{i=4.294967295E9}", published(DEVICE_DATA, aliased(1).setIntValue(-1)), "as it was declared");

        published(NODE_BIRTH, session(0));
        assertEquals(NOT_DECLARED, fault(publish(NODE_DATA, aliased(1).setDoubleValue(2))));
        assertEquals(
                RejectReason.BIRTH_MISSING,
                refused(publish(DEVICE_DATA, aliased(1).setDoubleValue(2))).reason());
    }

    @Test
    void aNodesBirthEndsItsDevices() {
        publish(DEVICE_BIRTH, named("u", 10).setAlias(1).setDoubleValue(1));
        assertEquals("{u=1.0}", published(DEVICE_DATA, aliased(1).setDoubleValue(1)));

        publish(NODE_BIRTH, session(1));

        assertEquals(NOT_DECLARED, fault(publish(DEVICE_DATA, aliased(1).setDoubleValue(1))));
    }

    @Test
    void aDeathEndsWhatWasBorn() {
        publish(NODE_BIRTH, session(5), named("t", 10).setAlias(1).setDoubleValue(1));
        publish(DEVICE_BIRTH, named("u", 10).setAlias(1).setDoubleValue(1));

        assertEquals(List.of(DEVICE), died(publish("spBv1.0/g/DDEATH/n/d")));
        assertEquals(NOT_DECLARED, fault(publish(DEVICE_DATA, aliased(1).setDoubleValue(1))));

        assertEquals(
                "stale-death: Sparkplug death must have the bdSeq of its node's last birth, was of 4",
                fault(publish(NODE_DEATH, session(4))));
        assertEquals("{t=1.0}", published(NODE_DATA, aliased(1).setDoubleValue(1)), "the death of an older session");

        assertEquals(List.of(NODE), died(publish(NODE_DEATH, session(5))));
        assertEquals(NOT_DECLARED, fault(publish(NODE_DATA, aliased(1).setDoubleValue(1))));
    }

    @Test
    void aNodesDeathIsThatOfTheDevicesBehindIt() {
        publish(NODE_BIRTH, session(5));
        publish(DEVICE_BIRTH, named("u", 10).setAlias(1).setDoubleValue(1));

        assertEquals(
                RejectReason.STALE_DEATH,
                refused(publish(NODE_DEATH, session(4))).reason());
        assertEquals("{u=2.0}", published(DEVICE_DATA, aliased(1).setDoubleValue(2)));

        assertEquals(List.of(NODE, DEVICE), died(publish(NODE_DEATH, session(5))));
        assertEquals(NOT_DECLARED, fault(publish(DEVICE_DATA, aliased(1).setDoubleValue(3))));
        assertEquals(List.of(NODE), died(publish(NODE_DEATH, session(5))), "its devices have died before");
    }

    @Test
    void aDeathThatIsKeptAsItCameIsOfWhomItsTopicNames() {
        publish(DEVICE_BIRTH, named("u", 10).setAlias(1).setDoubleValue(1));

        Decoded.Rejected kept = ((Decoded.Died) publish(NODE_DEATH)).asRejected();

        assertEquals("device-death: Sparkplug payload must be a birth or data, was the death of g/n", fault(kept));
        assertEquals(NODE, kept.device());
        assertEquals(0, kept.reason().mqttReasonCode());
    }

    @Test
    void aBirthHoldsEvenWhereItsValuesAreRefused() {
        assertEquals(
                RejectReason.TS_OUT_OF_BOUNDS,
                refused(publish(
                                NODE_BIRTH,
                                named("t", 10).setAlias(1).setTimestamp(5).setDoubleValue(1)))
                        .reason());
        assertEquals("{t=2.0}", published(NODE_DATA, aliased(1).setDoubleValue(2)));
    }

    @Test
    void whatABirthDeclaresWithoutAReadingIsLeftOut() {
        assertEquals(
                "{bdSeq=0.0}",
                published(
                        NODE_BIRTH,
                        session(0),
                        named("Node Control/Rebirth", 11).setBooleanValue(false),
                        named("off", 10).setIsNull(true).setDoubleValue(0),
                        named("later", 10).setAlias(4)));
        byte[] template = hex("12 08 0a 01 74 20 13 92 01 00"); // metric "t", Template, empty
        assertEquals(
                "no-values: payload must hold at least one value, held none", fault(publish(NODE_BIRTH, template)));
        assertEquals(
                "invalid-value: value of 't' must be a number, boolean or text, was none of them",
                fault(publish(NODE_DATA, template)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(NODE_DATA, "", "no-values: payload must hold at least one value, held none"),
                arguments(
                        NODE_DATA,
                        "12 02 50 01",
                        "invalid-metric: Sparkplug metric must have a name or an alias, had neither"),
                arguments(
                        NODE_BIRTH,
                        "12 02 10 01",
                        "invalid-metric: Sparkplug metric of a birth must have a name, had none, 'alias 1'"),
                arguments(
                        NODE_BIRTH,
                        "12 05 0a 01 61 10 01 12 05 0a 01 62 10 01",
                        "invalid-metric: Sparkplug alias must stand for one metric, 1 stood for 'a' and 'b'"),
                arguments(
                        NODE_DATA,
                        "12 05 0a 01 23 70 01",
                        "invalid-metric: metric must be 1 to 128 printable characters without # and +, was '#'"),
                arguments(
                        NODE_DATA,
                        "12 08 0a 01 74 65 0000c07f",
                        "not-finite: value of 't' must be a finite double, was 'NaN'"),
                arguments(
                        NODE_DATA,
                        "12 07 0a 01 74 70 01 70 01",
                        "not-parsable: member of a message must stand once, stood twice: 'value'"),
                arguments(
                        NODE_DATA,
                        "12 05 0a 01 74 70 01 12 05 0a 01 74 70 01",
                        "not-parsable: member of a message must stand once, stood twice: 't'"),
                arguments(NODE_DATA, "7b7d", "not-parsable: Protobuf fields must be no groups, field 15 was"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("faults")
    void aFaultIsRefusedByName(String topic, String payload, String expected) {
        assertEquals(expected, fault(publish(topic, hex("18 01" + payload))));
    }

    @Test
    void aShortAliasForALongNameIsBounded() {
        publish(NODE_BIRTH, named("é".repeat(128), 10).setAlias(1).setDoubleValue(1));
        SparkplugMetricRecord.Builder[] metrics = new SparkplugMetricRecord.Builder[2_100];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = aliased(1).setTimestamp(NOW - i).setDoubleValue(1);
        }

        assertEquals(
                "too-large: resolved names of a payload must have <= 262144 characters together, had more",
                fault(publish(NODE_DATA, metrics)));
    }

    static Stream<Arguments> topics() {
        String rule = "topic must be spBv1.0/{group}/N{type}/{node} or"
                + " spBv1.0/{group}/D{type}/{node}/{device}, type being BIRTH, DATA, DEATH or CMD, was ";
        String id = " must be 1 to 64 characters of [A-Za-z0-9_.:-], was ";
        return Stream.of(
                arguments("spBv1.0/g", rule + "'spBv1.0/g'"),
                arguments("spBv1.0/g/NDATA", rule + "'spBv1.0/g/NDATA'"),
                arguments("spBv1.0/g/NDATA/n/d", rule + "'spBv1.0/g/NDATA/n/d'"),
                arguments("spBv1.0/g/DDATA/n", rule + "'spBv1.0/g/DDATA/n'"),
                arguments("spBv1.0/g/ndata/n", rule + "'spBv1.0/g/ndata/n'"),
                arguments("spBv1.0/Group 1/NDATA/n", "group" + id + "'Group 1'"),
                arguments("spBv1.0/g/NDATA/", "node" + id + "''"),
                arguments(
                        "spBv1.0/g/NDATA/n:d",
                        "node must have no colon, which stands between node and device, was 'n:d'"),
                arguments("spBv1.0/g/DDATA/n/é", "device" + id + "'é'"),
                arguments(
                        "spBv1.0/g/DDATA/" + "n".repeat(32) + "/" + "d".repeat(32),
                        "node:device" + id + "'" + "n".repeat(32) + ":" + "d".repeat(31) + "…'"),
                arguments("spBv1.0/g/NCMD/n", "Sparkplug telemetry must be a birth or data, was NCMD"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topics")
    void aTopicIsRefusedByName(String topic, String detail) {
        Decoded.Rejected rejected = refused(publish(topic, named("t", 10).setDoubleValue(1)));

        assertEquals(detail, rejected.detail());
        assertEquals(RejectReason.TOPIC_INVALID, rejected.reason());
        if (!topic.contains("NCMD")) {
            assertNull(rejected.device());
        }
    }

    @Test
    void aRebirthIsAskedForInSparkplug() {
        assertEquals("spBv1.0/g/NCMD/n", SparkplugTopic.commandTopic(DeviceId.of("g", "n")));
        assertEquals(
                "{Node Control/Rebirth=true}",
                values(taken(publish(NODE_DATA, SparkplugRebirth.payload(NOW))).get(0)));
        assertTrue(SparkplugRebirth.isAskedBy(SparkplugRebirth.payload(NOW)));
        assertFalse(SparkplugRebirth.isAskedBy(
                payload(named("Node Control/Rebirth", 11).setBooleanValue(false))));
        assertFalse(SparkplugRebirth.isAskedBy(hex("7b")));
    }

    @Test
    void aTopicIsNamedByTheDeviceThatItSpeaksOf() {
        DeviceId behind = DeviceId.of("g", "n:d:e");

        assertEquals("spBv1.0/g/DDATA/n/d:e", SparkplugTopic.name(SparkplugTopic.Type.DDATA, behind));
        assertEquals(DeviceId.of("g", "n"), SparkplugTopic.nodeOf(behind));
        assertEquals(DeviceId.of("g", "n"), SparkplugTopic.nodeOf(DeviceId.of("g", "n")));
        assertEquals(behind, SparkplugTopic.parse("spBv1.0/g/DDATA/n/d:e").speaker());
    }
}
