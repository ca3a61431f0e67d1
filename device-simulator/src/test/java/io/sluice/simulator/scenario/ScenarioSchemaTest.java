package io.sluice.simulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema says of a file what the reader says of it. */
class ScenarioSchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String STAGE = "stages: [{for: 1s, %s}]";

    private final ScenarioSchema schema = schema();

    @ParameterizedTest(name = "a type with {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "every: 1ms|true",
                "every: 0s|false",
                "every: 000ms|false",
                "session: 2s|true",
                "session: 0s|true",
                "session: 2000ms|true",
                "session: 1500ms|false",
                "reboot-every: 1000ms|true",
                "reboot-every: 999ms|false",
                "reboot-every: 0s|false",
                "away: {every: 1s, for: 1ms}|true",
                "away: {every: 500ms, for: 1ms}|false",
                "away: {every: 1s, for: 0s}|false",
                "qos: 2|true",
                "qos: 3|false",
                "{format: sparkplug, qos: 1}|true",
                "{format: sparkplug, qos: 2}|false",
                "{format: sparkplug, will: false}|false",
                "{format: sparkplug, batch: 1}|false",
                "{format: sparkplug, session: 1s}|false",
                "{format: sparkplug, prefix: 'plc:motor', devices-per-node: 1000}|true",
                "{format: sparkplug, prefix: 'plc:motor', devices-per-node: 1001}|false",
                "{format: sparkplug, prefix: 'plc:motor', devices-per-node: 0}|false",
                "{format: sparkplug, prefix: plc, devices-per-node: 2}|false",
                "{format: sparkplug, devices-per-node: 2}|false",
                "{format: json, prefix: 'plc:motor', devices-per-node: 1}|false",
                "{prefix: 'plc:motor', devices-per-node: 2}|false",
                "{format: json, batch: 2, will: true, session: 1s}|true"
            })
    void a_type(String keys, boolean isRight) throws IOException {
        String own = keys.startsWith("{") ? keys.substring(1, keys.length() - 1) : keys;
        assertBoth(isRight, "stages: []", own);
    }

    @ParameterizedTest(name = "a stage with {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rate: 1000|true",
                "rate: 1001|false",
                "rate: {from: 1, to: 1001}|false",
                "rate: -1|false",
                "active: 1|true",
                "active: 2|false",
                "active: {from: 0, to: 1.5}|false",
                "away: 2|false"
            })
    void a_stage(String key, boolean isRight) throws IOException {
        assertBoth(isRight, String.format(STAGE, key), "jitter: 0");
    }

    @Test
    void the_schema_accepts_what_is_built_in() throws IOException {
        for (String name : ScenarioFiles.BUILT_IN) {
            try (InputStream file = getClass().getResourceAsStream("/scenarios/" + name + ".yaml")) {
                assertTrue(schema.accepts(YAML.readTree(Objects.requireNonNull(file))), name);
            }
        }
    }

    private void assertBoth(boolean isRight, String stages, String type) throws IOException {
        String yaml = "{scenario: mine, sites: [{name: here, types: {pump: 1}}], " + stages + ", types: {pump: {" + type
                + ", metrics: {level: 1}}}}";
        assertEquals(isRight, isRead(yaml), "the reader of " + yaml);
        assertEquals(isRight, schema.accepts(YAML.readTree(yaml)), "the schema of " + yaml);
    }

    private static boolean isRead(String yaml) {
        try {
            ScenarioReader.read("mine.yaml", yaml);
            return true;
        } catch (ScenarioException e) {
            return false;
        }
    }

    private static ScenarioSchema schema() {
        try {
            return new ScenarioSchema();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
