package io.sluice.launcher.command.option;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.local.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a pipeline keeps its data, and whether it begins anew. */
public final class DataOptions {
    @Option(names = "--data-dir", paramLabel = "DIR", description = "where everything is stored (setting data.dir)")
    private @Nullable Path dataDir;

    @Option(names = "--reset", description = "begin anew: delete what the pipeline has stored there")
    private boolean reset;

    public Path path(Settings settings) {
        return dataDir == null ? settings.get(CommonSettings.DATA_DIR) : dataDir;
    }

    public DataFolder open(Path path) throws EnvironmentException {
        DataFolder folder = DataFolder.open(path);
        if (reset) {
            folder.reset();
        }
        return folder;
    }
}
