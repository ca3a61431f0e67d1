package io.sluice.launcher.settings;

import io.sluice.api.ApiSettings;
import io.sluice.gateway.GatewaySettings;
import io.sluice.ingest.IngestSettings;
import io.sluice.jobs.JobsSettings;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsCheck;
import io.sluice.kit.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every setting of the product. Each command knows them all, so that one environment serves every command. */
public final class LauncherSettings {
    public static final Setting<Integer> KAFKA_PORT = Setting.integer("kafka.port")
            .between(0, 65535)
            .defaultsTo(19092)
            .meaning("the embedded broker of demo and up, on loopback whatever bind.address says")
            .build();

    private static final Path FILE = Path.of("sluice.properties");

    private LauncherSettings() {}

    public static List<Setting<?>> all() {
        Set<Setting<?>> all = new LinkedHashSet<>(CommonSettings.all());
        all.add(KAFKA_PORT);
        all.addAll(GatewaySettings.all());
        all.addAll(IngestSettings.all());
        all.addAll(JobsSettings.all());
        all.addAll(ApiSettings.all());
        return new ArrayList<>(all);
    }

    /** Of commands that run all services. */
    public static List<SettingsCheck> checks() {
        List<SettingsCheck> checks = new ArrayList<>(GatewaySettings.checks());
        checks.add(BindRule::checkHttp);
        return checks;
    }

    /** For commands whose work needs none of the services' files. */
    public static Settings load() throws SettingsException {
        return load(List.of(), List.of());
    }

    /** @param used those whose files must be there: one environment serves commands that have other files, or none */
    public static Settings load(Collection<Setting<?>> used, Collection<SettingsCheck> checks)
            throws SettingsException {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        return Settings.load(all(), used, checks, System.getenv(), properties, FILE);
    }
}
