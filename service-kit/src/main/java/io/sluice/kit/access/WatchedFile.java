package io.sluice.kit.access;

import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, read again after it changed. Whoever asks looks at the file, at most once a second: a mounted
 * Kubernetes secret changes by a symbolic link far above it, which file events do not show. One that was written to
 * within the last second may be only half there, and half a file of users reads like a whole one of fewer: it is read
 * at a later look. A change that cannot be read is logged and the last good content stays. Thread-safe.
 */
public final class WatchedFile<T> {
    private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** Makes sense of the file's text. */
    public interface Parser<T> {
        /** @throws IllegalArgumentException whose message says what is wrong, without showing a secret */
        T parse(String text);
    }

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private final String settingKey;
    private final Path path;
    private final Parser<T> parser;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile T content;
    private @Nullable Stamp stamp;
    private long lookedAtNanos;

    private WatchedFile(String settingKey, Path path, Parser<T> parser, LongSupplier nanoTime, InstantSource clock)
            throws IOException {
        this.settingKey = settingKey;
        this.path = path;
        this.parser = parser;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.lookedAtNanos = nanoTime.getAsLong();
        this.stamp = stampOf(path);
        this.content = read();
    }

    /** @throws SettingsException where the file cannot be read or makes no sense; the message names the setting */
    public static <T> WatchedFile<T> open(Setting<Path> setting, Path path, Parser<T> parser) throws SettingsException {
        return open(setting, path, parser, System::nanoTime, InstantSource.system());
    }

    static <T> WatchedFile<T> open(
            Setting<Path> setting, Path path, Parser<T> parser, LongSupplier nanoTime, InstantSource clock)
            throws SettingsException {
        try {
            return new WatchedFile<>(setting.key(), path, parser, nanoTime, clock);
        } catch (IOException e) {
            throw new SettingsException(
                    List.of(setting.key() + " must be a file that can be read, was " + path + ": " + e));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(setting.key() + ": " + path + ": " + e.getMessage()));
        }
    }

    /** The content; the same object for as long as the file does not change. */
    public T get() {
        look();
        return content;
    }

    private synchronized void look() {
        long now = nanoTime.getAsLong();
        if (now - lookedAtNanos < LOOK_EVERY_NANOS) {
            return;
        }
        lookedAtNanos = now;
        try {
            // Before the reading: a change between the two shows at the next look.
            Stamp found = stampOf(path);
            if (found.equals(stamp) || isBeingWritten(found)) {
                return;
            }
            stamp = found;
            content = read();
            log.atInfo()
                    .addKeyValue("setting", settingKey)
                    .addKeyValue("file", path)
                    .log("a changed file was read");
        } catch (IOException | IllegalArgumentException e) {
            complain(e);
        }
    }

    /** A time to come is another clock's, and says nothing. */
    private boolean isBeingWritten(Stamp found) {
        Duration age = Duration.between(found.modified().toInstant(), clock.instant());
        return !age.isNegative() && age.compareTo(QUIET) < 0;
    }

    private void complain(Exception e) {
        if (e instanceof IOException && stamp == null) {
            return;
        }
        if (e instanceof IOException) {
            stamp = null; // said once; to be read when it is back
        }
        log.atError()
                .addKeyValue("setting", settingKey)
                .addKeyValue("file", path)
                .addKeyValue("reason", e.getMessage())
                .log("a changed file cannot be used, what it said before still holds");
    }

    private T read() throws IOException {
        return parser.parse(Files.readString(path, StandardCharsets.UTF_8));
    }

    private static Stamp stampOf(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
}
