package io.sluice.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where scenarios come from: those that are built in, by name, and files. */
public final class ScenarioFiles {
    /** What can be asked for by name. */
    public static final List<String> BUILT_IN = List.of(
            "demo", "factory", "fleet-of-vehicles", "smart-meters", "reconnect-storm", "backlog", "hostile", "judged");

    private static final long MAX_BYTES = 1 << 20;

    private ScenarioFiles() {}

    /** @throws IllegalArgumentException where there is none of that name, or it is no scenario */
    public static ScenarioSpec read(String nameOrFile) {
        if (BUILT_IN.contains(nameOrFile)) {
            return ScenarioReader.read(nameOrFile, builtIn(nameOrFile));
        }
        Path file = file(nameOrFile);
        if (file == null) {
            throw new IllegalArgumentException("scenario must be a file or one of the built-in ones "
                    + String.join(", ", BUILT_IN) + ", was " + nameOrFile);
        }
        return ScenarioReader.read(nameOrFile, text(nameOrFile, file));
    }

    private static @Nullable Path file(String name) {
        try {
            Path file = Path.of(name);
            return Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String text(String name, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ScenarioException(
                        name, List.of("the file must be <= " + MAX_BYTES + " bytes, was " + Files.size(file)));
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new ScenarioException(name, List.of("the file must be UTF-8, was not"));
        } catch (IOException e) {
            throw new ScenarioException(name, List.of("the file must be readable, was not: " + e.getMessage()));
        }
    }

    /** A built-in scenario's YAML, to begin one's own with. */
    public static String builtIn(String name) {
        try (InputStream bytes = ScenarioFiles.class.getResourceAsStream("/scenarios/" + name + ".yaml")) {
            if (bytes == null) {
                throw new IllegalStateException("a built-in scenario must be in the jar, was not: " + name);
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
