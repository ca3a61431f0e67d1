package io.sluice.simulator.scenario;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.simulator.scenario.ScenarioSpec.Site;
import io.sluice.simulator.scenario.Stage.Ramp;
import io.sluice.simulator.scenario.Stage.Restart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a scenario's YAML; docs/scenarios.md is its reference. */
final class ScenarioReader {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final Pattern SITE = Pattern.compile("(?:[A-Za-z0-9_.:-]|\\{n}){1,56}");
    private static final int MAX_DEVICES = 1_000_000;
    private static final String NUMBERED = "{n}";

    private ScenarioReader() {}

    /**
     * @param file what it is called in faults
     * @throws ScenarioException with every fault of it
     */
    static ScenarioSpec read(String file, String yaml) {
        Faults faults = new Faults();
        Node root = new Node(tree(file, yaml), "", faults);
        if (!root.requireMap()) {
            faults.throwIfAny(file);
        }
        Values values = new Values(root);
        String name = values.text("scenario", NAME, "a name of 1 to 64 of [A-Za-z0-9_.-]", "unnamed");
        if (!root.has("scenario")) {
            root.fault("must have scenario, its name");
        }
        Map<String, TypeSpec> types = types(values);
        ScenarioSpec spec = new ScenarioSpec(
                name,
                values.text("description", ANY, "a text", ""),
                values.integer("devices", 1, MAX_DEVICES, 200),
                values.duration("begin", 0, 0),
                sites(values, types),
                types,
                new Stages(stages(values), values.flag("repeat-stages", false)));
        root.allKnown();
        faults.throwIfAny(file);
        return spec;
    }

    private static JsonNode tree(String file, String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String line = at == null ? "" : "line " + at.getLineNr() + " ";
            throw new ScenarioException(file, List.of(line + "must be YAML, was not: " + e.getOriginalMessage()));
        }
    }

    private static Map<String, TypeSpec> types(Values values) {
        Map<String, TypeSpec> types = new LinkedHashMap<>();
        Node all = values.map("types");
        if (all == null || all.entries().isEmpty()) {
            values.fault("must have types");
            return types;
        }
        all.entries().forEach((name, node) -> {
            if (node.requireMap()) {
                types.put(name, TypeReader.read(name, node));
            }
        });
        return types;
    }

    private static List<Site> sites(Values values, Map<String, TypeSpec> types) {
        List<Site> sites = new ArrayList<>();
        Set<String> names = new HashSet<>();
        values.list("sites", "sites").filter(Node::requireMap).forEach(node -> {
            Values own = new Values(node);
            String name = own.text("name", SITE, "1 to 56 of [A-Za-z0-9_.:-], and {n} for a number", "site");
            int count = own.integer("count", 1, 100_000, 1);
            if (count > 1 && !name.contains(NUMBERED)) {
                node.fault("must have {n} in its name where count is more than 1");
            }
            List<TypeSpec> its = siteTypes(own, types);
            for (int n = 1; n <= count; n++) {
                sites.add(new Site(name.replace(NUMBERED, Integer.toString(n)), its));
            }
            if (!sites.subList(sites.size() - count, sites.size()).stream()
                    .map(Site::name)
                    .allMatch(names::add)) {
                node.fault("must have a name that no other site has");
            }
            node.allKnown();
        });
        if (sites.isEmpty()) {
            values.fault("must have sites");
        }
        return sites;
    }

    private static List<TypeSpec> siteTypes(Values values, Map<String, TypeSpec> types) {
        List<TypeSpec> its = new ArrayList<>();
        Node shares = values.map("types");
        if (shares != null) {
            shares.entries().forEach((name, node) -> {
                TypeSpec type = types.get(name);
                int count = new Values(shares).integer(name, 1, 1_000, 1);
                if (type == null) {
                    node.fault("must be one of the types " + types.keySet());
                } else {
                    its.addAll(Collections.nCopies(count, type));
                }
            });
        }
        if (its.isEmpty()) {
            values.fault("must have types, such as {pump: 2, meter: 1}");
        }
        return its;
    }

    private static List<Stage> stages(Values values) {
        List<Stage> stages = new ArrayList<>();
        values.list("stages", "stages").filter(Node::requireMap).forEach(node -> {
            Values own = new Values(node);
            stages.add(new Stage(
                    own.text("name", ANY, "a text", "stage " + (stages.size() + 1)),
                    own.needed("for", 1),
                    ramp(own, "rate", 1_000),
                    ramp(own, "active", 1),
                    own.number("away", 0, 1, 0),
                    own.choice("restart", List.of(Restart.values()), TypeReader::lower, Restart.NONE)));
            node.allKnown();
        });
        if (!stages.isEmpty()
                && stages.stream()
                        .allMatch(s -> s.rate().from() == 0 && s.rate().to() == 0)) {
            values.fault("must have a stage with a rate above 0");
        }
        return stages;
    }

    /** A number, or {from, to}. */
    private static Ramp ramp(Values values, String key, double max) {
        Node ramp = values.at(key);
        if (ramp == null || !ramp.isMap()) {
            double level = values.number(key, 0, max, 1);
            return new Ramp(level, level);
        }
        Values own = new Values(ramp);
        Ramp read = new Ramp(own.number("from", 0, max, 1), own.number("to", 0, max, 1));
        ramp.allKnown();
        return read;
    }
}
