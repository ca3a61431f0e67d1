package io.sluice.kit.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version this build was made as. */
public final class BuildVersion {
    private static final String RESOURCE = "version.properties";

    private BuildVersion() {}

    public static String current() {
        Properties properties = new Properties();
        try (InputStream resource = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
