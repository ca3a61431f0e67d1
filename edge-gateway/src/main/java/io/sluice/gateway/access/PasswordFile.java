package io.sluice.gateway.access;

import io.sluice.gateway.access.PasswordHash.Cost;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Writes the file that {@code mqtt.passwords} names. */
public final class PasswordFile {
    /** NIST SP 800-63B's least for what a person chooses. */
    private static final int MIN_PASSWORD_BYTES = 8;

    private final Path path;

    public PasswordFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * Adds the user, or replaces the line it has, and leaves all others as they are. The file changes at once or not at
     * all, and only its owner may read it.
     *
     * @return whether the user had a line before
     * @throws IllegalArgumentException where name, devices, password or the file as it is break the rules
     */
    public boolean put(String name, List<DevicePattern> devices, byte[] password) throws IOException {
        Passwords.checkName(name);
        if (password.length < MIN_PASSWORD_BYTES || password.length > Credentials.MAX_PASSWORD_BYTES) {
            throw new IllegalArgumentException("a password must be from " + MIN_PASSWORD_BYTES + " to "
                    + Credentials.MAX_PASSWORD_BYTES + " bytes long, was " + password.length);
        }
        String old = Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        Passwords.parse(old);
        PasswordHash hash = PasswordHash.of(password, Cost.DEFAULT, new SecureRandom());
        String line = new Passwords.Entry(devices, hash).line(name);
        List<String> lines = new ArrayList<>(old.lines().toList());
        int at = indexOf(name, lines);
        if (at < 0) {
            lines.add(line);
        } else {
            lines.set(at, line);
        }
        replace(String.join("\n", lines) + "\n");
        return at >= 0;
    }

    private static int indexOf(String name, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (Passwords.nameIn(lines.get(i)).filter(name::equals).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private void replace(String content) throws IOException {
        Path folder = path.getParent();
        Path fresh = Files.createTempFile(
                folder,
                path.getFileName() + ".",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(content));
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
