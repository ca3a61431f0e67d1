package io.sluice.simulator.scenario;

import java.util.List;
import java.util.Map;

/**
 * A scenario as its file has it.
 *
 * @param devices how many there are where nobody asks for another number
 * @param beginMillis where in their day the signals begin
 */
public record ScenarioSpec(
        String name,
        String description,
        int devices,
        long beginMillis,
        List<Site> sites,
        Map<String, TypeSpec> types,
        Stages stages) {

    /** @param types of its devices, one after the other, and from the first again */
    public record Site(String name, List<TypeSpec> types) {
        public Site {
            types = List.copyOf(types);
        }
    }

    public ScenarioSpec {
        sites = List.copyOf(sites);
        types = Map.copyOf(types);
    }
}
