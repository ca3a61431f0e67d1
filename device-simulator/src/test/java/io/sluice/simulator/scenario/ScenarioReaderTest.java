package io.sluice.simulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReaderTest {
    private static final String GOOD = """
            scenario: mine
            sites: [{name: here, types: {pump: 1}}]
            types:
              pump:
                every: 1s
                metrics: {level: 1}
            """;

    @Test
    void every_fault_is_named_with_its_path_rule_and_value() {
        ScenarioException e = assertThrows(
                ScenarioException.class,
                () -> ScenarioReader.read(
                        "mine.yaml", GOOD.replace("1s", "7 bananas").replace("pump: 1}", "pmup: 1}")));

        assertEquals(
                List.of(
                        "types.pump.every must be a duration like 500ms, 30s, 5m or 1h, at least 1ms, was 7 bananas",
                        "sites[0].types.pmup must be one of the types [pump], was 1",
                        "sites[0] must have types, such as {pump: 2, meter: 1}, was "
                                + "{\"name\":\"here\",\"types\":{\"pmup\":1}}"),
                e.faults());
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith("scenario must be valid, mine.yaml has 3 faults: types.pump.every must"),
                e::getMessage);
    }

    @Test
    void an_unknown_key_is_named_with_those_that_are_known() {
        String fault = onlyFault(GOOD.replace("every:", "evry: 2s\n    every:"));

        assertTrue(fault.startsWith("types.pump.evry must be one of [format, prefix, compression, qos, every,"), fault);
    }

    @Test
    void what_is_no_yaml_is_named_with_its_line() {
        String fault = onlyFault("scenario: mine\nsites: [\n");

        assertTrue(fault.matches("(?s)line \\d+ must be YAML, was not: .*"), fault);
    }

    @ParameterizedTest
    @CsvSource({
        "compression: gzip, types.pump.compression must not be there where format is sparkplug",
        "batch: 4, types.pump.batch must not be there where format is sparkplug",
        "session: 1m, types.pump.session must not be there where format is sparkplug",
        "birth: true, types.pump.birth must not be there where format is sparkplug",
        "will: true, types.pump.will must not be there where format is sparkplug",
        "hostile: {}, types.pump.hostile must not be there where format is sparkplug",
        "qos: 2, types.pump.qos must be 0 or 1 where format is sparkplug",
        "prefix: ':a', types.pump.prefix must have a prefix like node or node:device where format is sparkplug",
    })
    void a_sparkplug_node_has_no_keys_that_sparkplug_has_no_use_for(String key, String fault) {
        String was = onlyFault(GOOD.replace("every: 1s", "format: sparkplug\n    " + key));

        assertTrue(was.startsWith(fault + ", was "), was);
    }

    @Test
    void a_sparkplug_node_has_a_number_and_a_name_of_its_own_what_is_behind_it() {
        String yaml = GOOD.replace("every: 1s", "format: sparkplug\n    qos: 0\n    prefix: plc:pump");

        TypeSpec type =
                ScenarioReader.read("mine.yaml", yaml).sites().get(0).types().get(0);
        assertEquals("plc-007:pump", type.id(7, 1));
    }

    @Test
    void devices_share_a_node_only_where_there_is_one_to_be_behind() {
        String sharing = GOOD.replace("every: 1s", "format: sparkplug\n    devices-per-node: 2\n    prefix: plc:pump");

        assertEquals(
                "types.pump.prefix must have a prefix like node:device where there is devices-per-node, was plc",
                onlyFault(sharing.replace("plc:pump", "plc")));
        assertEquals(
                "types.pump.devices-per-node must not be there where format is not sparkplug, was 2",
                onlyFault(sharing.replace("sparkplug", "cbor")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bdSeq", "Node Control/Next Server", "Device Control/Reset"})
    void a_sparkplug_metric_has_no_name_that_sparkplug_gives_a_meaning(String name) {
        assertEquals(
                "types.pump.metrics." + name + " must have a name that Sparkplug has no use of its own for, was 1",
                onlyFault(GOOD.replace("every: 1s", "format: sparkplug").replace("level: 1", name + ": 1")));
    }

    @Test
    void a_signal_must_not_hang_on_itself() {
        String level = "types.pump.metrics.level";

        assertEquals(
                level + ".of must not hang on itself, was level",
                onlyFault(GOOD.replace("level: 1", "level: {of: level}")));
        assertEquals(
                level + ".of must be a signal or metric of its type, one of [level], was flow",
                onlyFault(GOOD.replace("level: 1", "level: {of: flow}")));
    }

    @Test
    void a_reading_must_not_take_for_ever() {
        String doubled = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "s" + i + ": {of: s" + (i - 1) + ", plus: s" + (i - 1) + "}")
                .collect(Collectors.joining(", "));
        ScenarioException e = assertThrows(
                ScenarioException.class,
                () -> ScenarioReader.read(
                        "mine.yaml", GOOD.replace("metrics:", "signals: {s0: 1, " + doubled + "}\n    metrics:")));

        assertEquals(28, e.faults().size());
        assertEquals(
                "types.pump.signals.s13 must take <= 10000 steps with all that it hangs on, was"
                        + " {\"of\":\"s12\",\"plus\":\"s12\"}",
                e.faults().get(0));
    }

    @Test
    void inertia_takes_its_source_six_times() {
        String lagged = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> "s" + i + ": {of: s" + (i - 1) + ", lag: 1s}")
                .collect(Collectors.joining(", "));

        String fault = onlyFault(GOOD.replace("metrics:", "signals: {s0: 1, " + lagged + "}\n    metrics:"));
        assertTrue(fault.startsWith("types.pump.signals.s6 must take <= 10000 steps"), fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "level: 1; level: 1e300; types.pump.metrics.level must be a number from -1000000000000 to 1000000000000",
                "level: 1; 'level: {steps: {every: 1s, values: [1, 1e300]}}';"
                        + " types.pump.metrics.level.steps.values[1] must be a number from -1000000000000 to 1000000000000",
                "level: 1; 'level: {sine: {period: 1s}, range: [0, 1e300]}';"
                        + " types.pump.metrics.level.range[1] must be a number from -1000000000000 to 1000000000000",
                "level: 1; 'level: {recorded: {file: /dev/null}}';"
                        + " types.pump.metrics.level.recorded must name a file that can be read, not /dev/null",
                "every: 1s; session: 600000h; types.pump.session must be whole seconds, at most 8784h",
                "every: 1s; session: 500ms; types.pump.session must be whole seconds, at most 8784h",
                "pump; water pump; types.water pump must have a prefix of 1 to 48 of [A-Za-z0-9_.:-], since its name is none",
                "'}}'; '}}, {name: here, types: {pump: 1}}'; sites[1] must have a name that no other site has",
                "'}}'; '}}, {name: \"h{n}re\", count: 2, types: {pump: 1}}, {name: h2re, types: {pump: 1}}';"
                        + " sites[2] must have a name that no other site has",
            })
    void what_would_silently_be_something_else_is_a_fault(String right, String wrong, String fault) {
        List<String> faults = faults(GOOD.replace(right, wrong));

        assertTrue(faults.get(0).startsWith(fault + ", was "), faults::toString);
    }

    @Test
    void what_is_done_to_a_signal_is_done_in_one_order() {
        assertEquals(3 * 2 + 1, at(0, "{steady: 3, plus: 1, times: 2}"));
        assertEquals(5, at(0, "{steady: 3, times: 2, max: 5}"));
        assertEquals(20, at(1, "{sine: {period: 4s}, range: [10, 20]}"));
        assertEquals(7, at(25, "{steps: {every: 10s, values: [5, 6, 7]}}"));
        assertEquals(6, at(0, "{of: other, times: other, plus: 2}"));
    }

    @Test
    void a_recorded_column_is_played_and_begins_anew(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("r.csv"), "t,v\n0,1\n1,2\n2,3\n");
        String signal = "{recorded: {file: '" + file + "', column: 1}}";

        double first = at(0, signal);
        assertEquals(first % 3 + 1, at(1, signal));
        assertEquals(first, at(3, signal));
        Files.writeString(file, "t,v\n0,1\n1,x\n");
        String fault = onlyFault(GOOD.replace("level: 1", "level: " + signal));
        assertTrue(fault.contains("must have a number in column 1 of line 3 of "), fault);
    }

    @Test
    void what_is_neither_built_in_nor_a_file_is_named() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ScenarioFiles.read("nosuch.yaml"));

        assertEquals(
                "scenario must be a file or one of the built-in ones demo, factory, fleet-of-vehicles, smart-meters, "
                        + "reconnect-storm, backlog, hostile, judged, was nosuch.yaml",
                e.getMessage());
    }

    @Test
    void the_schema_has_the_keys_that_the_reader_knows() throws Exception {
        JsonNode schema = new ObjectMapper()
                .readTree(ScenarioReaderTest.class.getResourceAsStream("/scenarios/scenario.schema.json"));

        assertEquals(known(GOOD + "zzz: 1\n"), keys(schema.at("/properties")));
        assertEquals(known(GOOD.replace("every:", "zzz: 1\n    every:")), keys(schema.at("/$defs/type/properties")));
        assertEquals(known(GOOD.replace("name:", "zzz: 1, name:")), keys(schema.at("/$defs/site/properties")));
        assertEquals(known(GOOD + "stages: [{for: 1s, zzz: 1}]\n"), keys(schema.at("/$defs/stage/properties")));
        assertEquals(
                known(GOOD.replace("level: 1", "level: {walk: {over: 1s}, zzz: 1}")),
                keys(schema.at("/$defs/metric/anyOf/2/properties")));
    }

    private static Set<String> known(String yaml) {
        Matcher known = Pattern.compile("zzz must be one of \\[(.*)], was zzz").matcher(onlyFault(yaml));
        assertTrue(known.find(), yaml);
        return new TreeSet<>(List.of(known.group(1).split(", ")));
    }

    private static Set<String> keys(JsonNode properties) {
        Set<String> keys = new TreeSet<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static double at(double seconds, String signal) {
        String yaml = GOOD.replace("metrics: {level: 1}", "signals: {other: 2}\n    metrics: {level: " + signal + "}");
        return ScenarioReader.read("mine.yaml", yaml)
                .sites()
                .get(0)
                .types()
                .get(0)
                .sensors()
                .of(1)
                .get(0)
                .signal()
                .at(seconds);
    }

    private static List<String> faults(String yaml) {
        return assertThrows(ScenarioException.class, () -> ScenarioReader.read("mine.yaml", yaml))
                .faults();
    }

    private static String onlyFault(String yaml) {
        ScenarioException e = assertThrows(ScenarioException.class, () -> ScenarioReader.read("mine.yaml", yaml));
        assertEquals(1, e.faults().size(), e::getMessage);
        return e.faults().get(0);
    }
}
