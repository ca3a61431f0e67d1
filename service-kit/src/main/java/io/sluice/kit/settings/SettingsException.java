package io.sluice.kit.settings;

import java.util.List;

/** Every fault that was found, each a sentence that names the thing, the rule and the value. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public SettingsException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }

    /** @throws SettingsException where there is any */
    public static void throwIfAny(List<String> faults) throws SettingsException {
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }
}
