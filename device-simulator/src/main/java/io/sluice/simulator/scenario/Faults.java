package io.sluice.simulator.scenario;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one file, all of it. */
final class Faults {
    private static final int SHOWN = 60;

    private final List<String> found = new ArrayList<>();

    /** @param rule begins with "must" */
    void add(String path, String rule, Object was) {
        String shown = was.toString();
        found.add((path.isEmpty() ? "the file" : path) + " " + rule + ", was "
                + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
    }

    void throwIfAny(String file) {
        if (!found.isEmpty()) {
            throw new ScenarioException(file, found);
        }
    }
}
