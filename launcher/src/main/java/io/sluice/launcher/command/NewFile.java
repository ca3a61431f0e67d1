package io.sluice.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that a command writes at its end. */
final class NewFile {
    private NewFile() {}

    /**
     * Tries it before the work begins, and leaves nothing there: what an earlier run wrote must not be taken for this
     * one's. Devices and pipes stay as they are.
     *
     * @param file null for none
     */
    static void checkWritable(String option, @Nullable Path file, CommandSpec spec) {
        if (file == null) {
            return;
        }
        try {
            boolean isOther = Files.exists(file) && !Files.isRegularFile(file);
            if (!isOther) {
                Files.deleteIfExists(file);
                Files.delete(Files.createFile(file));
            } else if (Files.isDirectory(file) || !Files.isWritable(file)) {
                throw new IOException("no file that can be written");
            }
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be a file that can be written, was " + file + " (" + e + ")");
        }
    }
}
