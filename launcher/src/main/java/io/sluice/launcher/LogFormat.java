package io.sluice.launcher;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.settings.LauncherSettings;

/** Tells logback.xml which appender to use. */
final class LogFormat {
    private static final String APPENDER = "log.appender";

    private LogFormat() {}

    /** Has to come before the first logger: Logback reads its configuration once. */
    static void choose() {
        try {
            System.setProperty(APPENDER, LauncherSettings.load().get(CommonSettings.LOG_FORMAT));
        } catch (SettingsException e) {
            // The command reports the faults, all together; until then text will do.
            System.setProperty(APPENDER, "text");
        }
    }
}
