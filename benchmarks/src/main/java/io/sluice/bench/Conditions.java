package io.sluice.bench;

import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * @param recordings folder of the recorded sets, which need not be there
 * @param progress where a benchmark says how far it is
 */
public record Conditions(Workspace workspace, Path recordings, Scale scale, PrintWriter progress) {
    public void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
