package io.sluice.kit.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the three places say that a setting can come from, and what is wrong in any of them. */
final class SettingsSources {
    private record Source(String value, String origin) {}

    private final Map<String, Setting<?>> byKey;
    private final Collection<Setting<?>> used;
    private final Map<String, Source> found = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private SettingsSources(Map<String, Setting<?>> byKey, Collection<Setting<?>> used) {
        this.byKey = byKey;
        this.used = used;
    }

    static SettingsSources read(
            Map<String, Setting<?>> byKey,
            Collection<Setting<?>> used,
            Map<String, String> environment,
            Map<String, String> systemProperties,
            @Nullable Path file) {
        SettingsSources sources = new SettingsSources(byKey, used);
        // The strongest comes last and replaces what a weaker one said.
        if (file != null && Files.exists(file)) {
            sources.addFile(file);
        }
        sources.addProperties(systemProperties);
        sources.addEnvironment(environment);
        sources.parse();
        return sources;
    }

    /** By key. */
    Map<String, Object> values() {
        return values;
    }

    /** Keys of settings that do not take what was given. */
    Set<String> faulty() {
        return faulty;
    }

    List<String> faults() {
        return faults;
    }

    private void addFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add("settings file must be readable as properties, was " + file + " (" + e.getMessage() + ")");
            return;
        }
        for (String key : new TreeMap<>(properties).keySet().toArray(new String[0])) {
            add(key, key, properties.getProperty(key), file.getFileName() + " " + key);
        }
    }

    private void addProperties(Map<String, String> properties) {
        new TreeMap<>(properties).forEach((name, value) -> {
            if (name.startsWith(Settings.PROPERTY_PREFIX)) {
                add(name.substring(Settings.PROPERTY_PREFIX.length()), name, value, "property " + name);
            }
        });
    }

    private void addEnvironment(Map<String, String> environment) {
        Map<String, String> keys = new HashMap<>();
        byKey.values().forEach(setting -> keys.put(setting.environmentName(), setting.key()));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(Settings.ENVIRONMENT_PREFIX)) {
                add(keys.getOrDefault(name, ""), name, value, "environment " + name);
            }
        });
    }

    private void add(String key, String name, String value, String origin) {
        if (byKey.containsKey(key)) {
            found.put(key, new Source(value.strip(), origin));
        } else {
            faults.add(
                    "settings must be known ones (./sluice settings lists them), was " + SettingRule.printable(name));
        }
    }

    private void parse() {
        new TreeMap<>(found).forEach((key, source) -> {
            Setting<?> setting = byKey.get(key);
            Object value = setting == null ? null : setting.parse(source.value());
            if (setting != null && value != null && (setting.rule().isThere(value) || !used.contains(setting))) {
                values.put(key, value);
            } else if (setting != null) {
                faulty.add(key);
                faults.add(setting.rule().fault(source.value()) + " (" + source.origin() + ")");
            }
        });
    }
}
