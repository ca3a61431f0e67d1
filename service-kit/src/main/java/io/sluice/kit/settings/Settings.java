package io.sluice.kit.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of all declared settings. Immutable and thread-safe.
 *
 * <p>An environment variable {@code SLUICE_MQTT_PORT} wins over the system property {@code sluice.mqtt.port}, which
 * wins over the key {@code mqtt.port} in a properties file, which wins over the default.
 */
public final class Settings {
    static final String ENVIRONMENT_PREFIX = "SLUICE_";
    static final String PROPERTY_PREFIX = "sluice.";

    private final Map<String, Setting<?>> declared;
    private final Map<String, Object> given;

    private Settings(Map<String, Setting<?>> declared, Map<String, Object> given) {
        this.declared = declared;
        this.given = given;
    }

    /** Without a look at the files that values name. */
    public static Settings load(
            Collection<Setting<?>> declared,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            @Nullable Path file)
            throws SettingsException {
        return load(declared, List.of(), environment, systemProperties, file);
    }

    /**
     * @param used those whose files must be there; the others' may lie on another machine
     * @param file read where it exists
     * @throws SettingsException with every fault of every source at once; a name that is not declared is a fault
     */
    public static Settings load(
            Collection<Setting<?>> declared,
            Collection<Setting<?>> used,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            @Nullable Path file)
            throws SettingsException {
        Map<String, Setting<?>> byKey = index(declared);
        return new Settings(byKey, SettingsSources.read(byKey, used, environment, systemProperties, file));
    }

    public static Settings defaults(Collection<Setting<?>> declared) {
        return new Settings(index(declared), Map.of());
    }

    /** @throws IllegalStateException for an optional setting without a value: ask {@link #find} */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " must be set, was not"));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        requireDeclared(setting);
        // Safe: a value under a setting's key was parsed or checked by that very setting.
        @SuppressWarnings("unchecked")
        T value = (T) given.get(setting.key());
        return Optional.ofNullable(value != null ? value : setting.defaultValue());
    }

    /** Whether someone chose the value, even if it is the default's. */
    public boolean isGiven(Setting<?> setting) {
        requireDeclared(setting);
        return given.containsKey(setting.key());
    }

    /** @throws IllegalArgumentException for a value out of bounds */
    public <T> Settings with(Setting<T> setting, T value) {
        requireDeclared(setting);
        Map<String, Object> changed = new HashMap<>(given);
        changed.put(setting.key(), setting.rule().check(value));
        return new Settings(declared, changed);
    }

    /** As {@link #with}, but only where nobody chose another value. */
    public <T> Settings withDefault(Setting<T> setting, T value) {
        return isGiven(setting) ? this : with(setting, value);
    }

    private void requireDeclared(Setting<?> setting) {
        if (declared.get(setting.key()) != setting) {
            throw new IllegalArgumentException("settings must be declared to be read, was " + setting.key());
        }
    }

    private static Map<String, Setting<?>> index(Collection<Setting<?>> declared) {
        Map<String, Setting<?>> byKey = new HashMap<>();
        Map<String, String> byEnvironmentName = new TreeMap<>();
        for (Setting<?> setting : declared) {
            Setting<?> other = byKey.put(setting.key(), setting);
            String otherKey = byEnvironmentName.put(setting.environmentName(), setting.key());
            if ((other != null && other != setting) || (otherKey != null && !otherKey.equals(setting.key()))) {
                throw new IllegalArgumentException("a setting must be declared once, was twice: " + setting.key());
            }
        }
        return Collections.unmodifiableMap(byKey);
    }
}
