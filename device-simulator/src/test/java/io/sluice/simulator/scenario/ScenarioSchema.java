package io.sluice.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** As much of JSON Schema as the scenarios' schema uses. */
final class ScenarioSchema {
    private final JsonNode root;

    ScenarioSchema() throws IOException {
        root = new ObjectMapper().readTree(ScenarioSchema.class.getResourceAsStream("/scenarios/scenario.schema.json"));
    }

    boolean accepts(JsonNode value) {
        return accepts(root, value);
    }

    private boolean accepts(JsonNode rule, JsonNode value) {
        if (rule.isBoolean()) {
            return rule.booleanValue();
        }
        boolean isRight = !rule.has("$ref")
                || accepts(root.at(rule.get("$ref").textValue().substring(1)), value);
        isRight &= !rule.has("anyOf") || any(rule.get("anyOf"), value);
        isRight &= !rule.has("enum") || contains(rule.get("enum"), value);
        isRight &= !rule.has("const") || rule.get("const").equals(value);
        isRight &= !rule.has("type") || isOf(rule.get("type").textValue(), value);
        if (rule.has("if")) {
            JsonNode then = rule.get(accepts(rule.get("if"), value) ? "then" : "else");
            isRight &= then == null || accepts(then, value);
        }
        return isRight && (value.isContainerNode() ? holdsRight(rule, value) : isWithin(rule, value));
    }

    private boolean any(JsonNode rules, JsonNode value) {
        return StreamSupport.stream(rules.spliterator(), false).anyMatch(rule -> accepts(rule, value));
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(value::equals);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            default -> value.isNumber();
        };
    }

    private static boolean isWithin(JsonNode rule, JsonNode value) {
        if (value.isTextual()) {
            return !rule.has("pattern")
                    || Pattern.compile(rule.get("pattern").textValue())
                            .matcher(value.textValue())
                            .find();
        }
        return !value.isNumber()
                || (value.doubleValue() >= rule.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                        && value.doubleValue() <= rule.path("maximum").asDouble(Double.POSITIVE_INFINITY));
    }

    private boolean holdsRight(JsonNode rule, JsonNode value) {
        if (value.isArray()) {
            return !rule.has("items")
                    || StreamSupport.stream(value.spliterator(), false)
                            .allMatch(each -> accepts(rule.get("items"), each));
        }
        boolean hasAll = StreamSupport.stream(rule.path("required").spliterator(), false)
                .allMatch(key -> value.has(key.textValue()));
        return hasAll
                && value.properties().stream().allMatch(property -> {
                    JsonNode own = rule.path("properties").get(property.getKey());
                    JsonNode others = rule.get("additionalProperties");
                    JsonNode its = own != null ? own : others;
                    return its == null || accepts(its, property.getValue());
                });
    }
}
