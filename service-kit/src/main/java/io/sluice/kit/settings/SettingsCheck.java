package io.sluice.kit.settings;

/** What settings must keep to together, or the files that they name. Changes nothing, and may be asked again. */
@FunctionalInterface
public interface SettingsCheck {
    /** @throws SettingsException with all that breaks the rule */
    void check(Settings settings) throws SettingsException;
}
