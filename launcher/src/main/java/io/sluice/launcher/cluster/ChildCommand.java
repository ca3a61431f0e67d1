package io.sluice.launcher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a process of the cluster is started.
 *
 * @param environment added to this process's own
 * @param grace from SIGTERM until it is killed
 */
record ChildCommand(String name, List<String> line, Map<String, String> environment, Duration grace) {
    ChildCommand {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }
}
