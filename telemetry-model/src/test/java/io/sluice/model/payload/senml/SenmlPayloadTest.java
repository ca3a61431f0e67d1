package io.sluice.model.payload.senml;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.TOPIC;
import static io.sluice.model.payload.Decoding.fault;
import static io.sluice.model.payload.Decoding.taken;
import static io.sluice.model.payload.Decoding.utf8;
import static io.sluice.model.payload.Decoding.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SenmlPayloadTest {
    private static final String TYPE = "application/senml+json";

    private final PayloadDecoder decoder = Decoding.decoder();

    private Decoded decode(String pack) {
        return decoder.decode(TOPIC, TYPE, null, utf8(pack.replace('\'', '"')), NOW);
    }

    private String only(String pack) {
        List<DeviceMessage> messages = taken(decode(pack));
        assertEquals(1, messages.size());
        return values(messages.get(0));
    }

    @Test
    void recordsOfOneTimeAreOneMessage() {
        List<DeviceMessage> messages = taken(decode("[{'bn':'urn:dev:ow:10e2073a01080063:','bt':1732412340.5,"
                + "'bu':'A','bver':5,'n':'voltage','u':'V','v':120.1},"
                + "{'n':'current','t':-5,'v':1.2},{'n':'current','v':1.3},{'n':'on','t':-5,'vb':true},"
                + "{'n':'mode','vs':'é'}]"));

        assertEquals(2, messages.size());
        assertEquals(1_732_412_340_500L, messages.get(0).tsMillis());
        assertEquals("{current=1.3, mode='é', voltage=120.1}", values(messages.get(0)));
        assertEquals(1_732_412_335_500L, messages.get(1).tsMillis());
        assertEquals("{current=1.2, on=true}", values(messages.get(1)));
        assertTrue(messages.get(0).provenance().identityStamped());
    }

    @Test
    void timesBelowTwoToThe28CountFromNow() {
        List<DeviceMessage> messages =
                taken(decode("[{'n':'a','v':1},{'n':'a','t':-60,'v':2},{'n':'a','t':2.5,'v':3}]"));

        assertEquals(
                List.of(NOW - 60_000, NOW + 2_500, NOW),
                messages.stream().map(DeviceMessage::tsMillis).toList());
        assertTrue(messages.get(2).provenance().timeStamped());
    }

    @Test
    void baseFieldsHoldUntilOthersReplaceThem() {
        assertEquals(
                "{x/a=21.0, x/b=22.0, y/c=102.0, y/d='s'}",
                only("[{'bn':'x/','bv':20},{'n':'a','v':1},{'n':'b','v':2},"
                        + "{'bn':'y/','bv':100,'n':'c','v':2},{'n':'d','vs':'s'}]"));
    }

    @Test
    void aSumIsAReadingBesideTheValue() {
        assertEquals("{a=1.0, a.sum=12.0, b.sum=15.0}", only("[{'bs':10,'n':'a','v':1,'s':2},{'n':'b','s':5}]"));
    }

    @Test
    void whatIsNotKnownIsPassedOverUnlessItMustNotBe() {
        assertEquals("{a=1.0}", only("[{'n':'a','v':1,'ut':60,'x':{'y':[1,{'z':2}]},'u':'Cel'}]"));
        assertEquals(
                "invalid-value: SenML labels that end in _ must be understood, was 'x_'",
                fault(decode("[{'n':'a','v':1,'x_':1}]")));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "urn:dev:ow:10e2073a01080063, value",
        "urn:dev:ow:10e2073a01080063:temp, temp",
        "urn:dev:mac:0024befffe804ff1/out/temp, out/temp",
        "urn:dev:mac:0024befffe804ff1_temp, temp",
        "d:temp, temp",
        "d/temp, temp",
        "s/d/temp, temp",
        "d, value",
        "s/d, value",
        "s/temp, s/temp",
        "d-temp, d-temp",
        "temp, temp",
    })
    void whatNamesTheDeviceIsTakenOff(String name, String metric) {
        assertEquals("{" + metric + "=1.0}", only("[{'n':'" + name + "','v':1}]"));
        int half = name.length() / 2;
        assertEquals(
                "{" + metric + "=1.0}",
                only("[{'bn':'" + name.substring(0, half) + "','n':'" + name.substring(half) + "','v':1}]"),
                "however it is cut into base name and name");
    }

    static Stream<Arguments> refusedOnes() {
        String held = "invalid-value: SenML record of 'a' must hold one of v, vs and vb, or s, held ";
        String name = "invalid-metric: SenML name must be of [A-Za-z0-9:./_-] and begin with a letter or digit, was ";
        return Stream.of(
                arguments("{'n':'a','v':1}", "not-parsable: SenML pack must be an array of records, was an object"),
                arguments("[7]", "invalid-value: SenML record must be an object, was '7'"),
                arguments("[]", "no-values: payload must hold at least one value, held none"),
                arguments("[{'bn':'a'}]", "no-values: payload must hold at least one value, held none"),
                arguments("[{'n':'a','v':1}] 7", "not-parsable: payload must end after its SenML pack, was '7'"),
                arguments("[{'n':'a'}]", held + "none"),
                arguments("[{'n':'a','v':1,'vb':true}]", held + "several"),
                arguments("[{'n':'a','vd':'AQ'}]", "invalid-value: SenML values must be v, vs or vb, was vd (data)"),
                arguments("[{'n':'a','v':'1'}]", "invalid-value: SenML v must be a number, was '1'"),
                arguments("[{'n':'a','vb':1}]", "invalid-value: SenML vb must be a boolean, was '1'"),
                arguments("[{'n':'a','vs':[]}]", "invalid-value: SenML vs must be a string, was an array"),
                arguments(
                        "[{'n':'a','v':1,'v':2}]",
                        "not-parsable: member of a message must stand once, stood twice: 'v'"),
                arguments(
                        "[{'n':'a','v':1},{'bn':'a','v':2}]",
                        "not-parsable: member of a message must stand once, stood twice: 'a'"),
                arguments("[{'n':'','v':1}]", name + "''"),
                arguments("[{}]", name + "''"),
                arguments("[{'n':'/a','v':1}]", name + "'/a'"),
                arguments("[{'n':'a b','v':1}]", name + "'a b'"),
                arguments(
                        "[{'n':'urn:dev:mac:1:t','v':1},{'n':'urn:dev:mac:12:t','v':2}]",
                        "invalid-identity: SenML names of a pack must be of one device,"
                                + " were of 'urn:dev:mac:1' and 'urn:dev:mac:12'"),
                arguments(
                        "[{'bver':11,'n':'a','v':1}]",
                        "unsupported-format: SenML bver must be an integer from 1 to 10, was '11'"),
                arguments("[{'n':'a','v':1e999}]", "not-finite: value of 'v' must be a finite double, was '1e999'"),
                arguments(
                        "[{'bv':1e308,'n':'a','v':1e308}]",
                        "not-finite: value of 'a' must be a finite double, was 'Infinity'"),
                arguments(
                        "[{'bs':-1e308,'n':'a','s':-1e308}]",
                        "not-finite: value of 'a.sum' must be a finite double, was '-Infinity'"),
                arguments(
                        "[{'bt':1e308,'n':'a','t':1e308,'v':1}]",
                        "ts-out-of-bounds: ts must be at most PT168H old and PT5M ahead, was 'Infinity s'"),
                arguments(
                        "[{'n':'a','t':-1e9,'v':1}]",
                        "ts-out-of-bounds: ts must be at most PT168H old and PT5M ahead, was '-1.0E9 s'"),
                arguments("[{'n':'a','x':[[[[[[[1]]]]]]]}]", "too-deep: JSON depth must be <= 8, was 9 or more"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedOnes")
    void aFaultIsRefusedByName(String pack, String expected) {
        assertEquals(expected, fault(decode(pack)));
    }

    @Test
    void aBaseNameBeforeThousandsOfRecordsIsBounded() {
        StringBuilder pack =
                new StringBuilder("[{'bn':'").append("b".repeat(100)).append("'}");
        for (int i = 0; i < 2_700; i++) {
            pack.append(",{'n':'").append(i).append("','t':-").append(i % 100).append(",'v':1}");
        }

        assertEquals(
                "too-large: resolved names of a payload must have <= 262144 characters together, had more",
                fault(decode(pack.append(']').toString())));
    }
}
