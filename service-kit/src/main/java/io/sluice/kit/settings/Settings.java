package io.sluice.kit.settings;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** Keys under which something was given that the setting does not take. */
    private final Set<String> faulty;

    private Settings(Map<String, Setting<?>> declared, Map<String, Object> given, Set<String> faulty) {
        this.declared = declared;
        this.given = given;
        this.faulty = faulty;
    }

    /** Without a look at the files that values name. */
    public static Settings load(
            Collection<Setting<?>> declared,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            @Nullable Path file)
            throws SettingsException {
        return load(declared, List.of(), List.of(), environment, systemProperties, file);
    }

    /**
     * @param used those whose files must be there; the others' may lie on another machine
     * @param checks left out where a setting that they look at is at fault by itself
     * @param file read where it exists
     * @throws SettingsException with every fault of every source at once; a name that is not declared is a fault
     */
    public static Settings load(
            Collection<Setting<?>> declared,
            Collection<Setting<?>> used,
            Collection<SettingsCheck> checks,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            @Nullable Path file)
            throws SettingsException {
        Map<String, Setting<?>> byKey = index(declared);
        SettingsSources sources = SettingsSources.read(byKey, used, environment, systemProperties, file);
        Settings settings = new Settings(byKey, sources.values(), sources.faulty());
        settings.require(sources.faults(), checks);
        return settings;
    }

    /** @throws SettingsException with the faults that any of the checks finds */
    public void require(Collection<SettingsCheck> checks) throws SettingsException {
        require(List.of(), checks);
    }

    private void require(List<String> known, Collection<SettingsCheck> checks) throws SettingsException {
        Set<String> faults = new LinkedHashSet<>(known);
        checks.forEach(check -> faults.addAll(faultsBy(check)));
        SettingsException.throwIfAny(List.copyOf(faults));
    }

    private List<String> faultsBy(SettingsCheck check) {
        try {
            check.check(this);
            return List.of();
        } catch (SettingsException e) {
            return e.faults();
        } catch (FaultyValueException e) {
            return List.of();
        }
    }

    public static Settings defaults(Collection<Setting<?>> declared) {
        return new Settings(index(declared), Map.of(), Set.of());
    }

    /** @throws IllegalStateException for an optional setting without a value: ask {@link #find} */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " must be set, was not"));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        requireDeclared(setting);
        if (faulty.contains(setting.key())) {
            throw new FaultyValueException();
        }
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
        return new Settings(declared, changed, faulty);
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

    /** A check has asked for a value that was told as a fault already. */
    private static final class FaultyValueException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
