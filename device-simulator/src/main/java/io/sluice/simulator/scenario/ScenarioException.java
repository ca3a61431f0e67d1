package io.sluice.simulator.scenario;

import java.io.Serial;
import java.util.List;

/** A file is no scenario. The message names the file and every fault: where it stands, the rule and the value. */
public final class ScenarioException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    ScenarioException(String file, List<String> faults) {
        super("scenario must be valid, " + file + " has "
                + (faults.size() == 1 ? "a fault: " : faults.size() + " faults: ") + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
