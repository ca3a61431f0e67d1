package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.Service;
import java.util.List;

/** Processes that are asked to end all at once, since each needs the others to end well. */
record ProcessGroup(String name, List<ChildProcess> processes) implements Service {
    ProcessGroup {
        processes = List.copyOf(processes);
    }

    @Override
    public void start() throws Exception {
        for (ChildProcess process : processes) {
            process.start();
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::askToEnd);
        processes.forEach(ChildProcess::close);
    }
}
