package io.sluice.model.payload;

import static io.sluice.model.payload.Decoding.NOW;
import static io.sluice.model.payload.Decoding.fault;
import static io.sluice.model.payload.Decoding.taken;
import static io.sluice.model.payload.Decoding.utf8;
import static io.sluice.model.payload.Decoding.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFormatsTest {
    private static final String PACK = "[{\"n\":\"t\",\"v\":1}]";

    @ParameterizedTest
    @ValueSource(strings = {"telemetry/s/d", "telemetry/+/d", "telemetry/#", "#", "telemetry/s/d/#", "+/+/+"})
    void aFilterMatchesAsInASubscription(String filter) {
        assertEquals(
                PayloadFormat.CBOR,
                TopicFormats.parse(filter + "=application/cbor").of("telemetry/s/d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry/s", "telemetry/+", "telemetry/s/d/+", "telemetry/s/e/#", "+", "+/+/+/#/"})
    void whatNoFilterMatchesHasNoRule(String filter) {
        TopicFormats formats =
                filter.endsWith("/") ? TopicFormats.NONE : TopicFormats.parse(filter + "=application/cbor");

        assertNull(formats.of("telemetry/s/d"));
    }

    @Test
    void theFirstThatMatchesDecides() {
        TopicFormats formats =
                TopicFormats.parse("telemetry/a/+=application/senml+json, telemetry/#=Application/MsgPack");

        assertEquals(PayloadFormat.SENML_JSON, formats.of("telemetry/a/d"));
        assertEquals(PayloadFormat.MSGPACK, formats.of("telemetry/b/d"));
    }

    @Test
    void allFaultsAreNamedTogether() {
        String rules = "telemetry/a#=application/json,nonsense,telemetry/#/x=text/csv,=application/json";

        assertEquals(
                List.of(
                        "a format's filter must be an MQTT topic filter, was 'telemetry/a#'",
                        "a format's rule must be filter=content-type, was 'nonsense'",
                        "a format's filter must be an MQTT topic filter, was 'telemetry/#/x'",
                        "a format must be a content type of docs/payloads.md, was 'text/csv'",
                        "a format's filter must be an MQTT topic filter, was ''"),
                TopicFormats.faultsIn(rules));
        assertThrows(IllegalArgumentException.class, () -> TopicFormats.parse(rules));
        assertEquals(List.of(), TopicFormats.faultsIn(" "));
    }

    @ParameterizedTest(name = "{0}, type {1}: {2}")
    @CsvSource({
        "telemetry/s/d, '', {t=1.0}", // the rule
        "telemetry/s/d, application/senml+json, {t=1.0}", // both
        "telemetry/x/d, application/senml+json, {t=1.0}", // the type
    })
    void aContentTypeGoesBeforeTheRuleAndTheRuleBeforeTheFirstByte(String topic, String type, String expected) {
        PayloadDecoder decoder = Decoding.decoder(TopicFormats.parse("telemetry/s/#=application/senml+json"));

        assertEquals(
                expected,
                values(taken(decoder.decode(topic, type, null, utf8(PACK), NOW)).get(0)));
        assertEquals(
                "no-values: message must hold at least one value that is not null, was none",
                fault(decoder.decode("telemetry/s/d", "application/json", null, utf8("[{}]"), NOW)));
    }

    @Test
    void aRulesFormatMustFitTheTopic() {
        PayloadDecoder decoder = Decoding.decoder(TopicFormats.parse("#=application/senml+cbor"));

        assertEquals(
                "unsupported-format: content type must be one of application/json, text/plain, application/cbor,"
                        + " application/msgpack, was 'application/senml+cbor'",
                fault(decoder.decode("telemetry/s/d/m", null, null, utf8("1"), NOW)));
    }
}
