package io.sluice.gateway.access;

import io.sluice.gateway.access.PasswordHash.Cost;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The users of a password file, a line each: name, devices with commas between, hash; spaces between the three. Empty
 * lines and those that begin with {@code #} do not count. Immutable.
 */
final class Passwords {
    private static final String SPACES = "\\s+";
    private static final int PARTS = 3;

    private final Map<String, Entry> entries;
    private final PasswordHash nobody;

    /** One line. */
    record Entry(List<DevicePattern> devices, PasswordHash hash) {
        Entry {
            devices = List.copyOf(devices);
        }

        String line(String name) {
            return name + " " + devices.stream().map(DevicePattern::toString).collect(Collectors.joining(",")) + " "
                    + hash.text();
        }

        private boolean isSame(Entry other) {
            return devices.equals(other.devices) && hash.text().equals(other.hash.text());
        }
    }

    private Passwords(Map<String, Entry> entries) {
        this.entries = entries;
        this.nobody = PasswordHash.ofNobody(entries.values().stream()
                .map(entry -> entry.hash().cost())
                .max(Comparator.naturalOrder())
                .orElse(Cost.DEFAULT));
    }

    /** @throws IllegalArgumentException naming the line */
    static Passwords parse(String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (nameIn(line).isPresent()) {
                try {
                    add(entries, line.strip().split(SPACES));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + ": " + e.getMessage());
                }
            }
        }
        return new Passwords(entries);
    }

    /** Whose line it is; empty for one that does not count. */
    static Optional<String> nameIn(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.startsWith("#")
                ? Optional.empty()
                : Optional.of(stripped.split(SPACES, 2)[0]);
    }

    private static void add(Map<String, Entry> entries, String[] parts) {
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("must be name, devices and hash, had " + parts.length + " parts");
        }
        checkName(parts[0]);
        Entry entry = new Entry(
                Arrays.stream(parts[1].split(",", -1)).map(DevicePattern::parse).toList(),
                PasswordHash.parse(parts[2]));
        if (entries.put(parts[0], entry) != null) {
            throw new IllegalArgumentException("a name must stand once, " + Printable.text(parts[0]) + " stood twice");
        }
    }

    static void checkName(String name) {
        boolean isPrintable = name.chars().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
        if (name.isEmpty() || name.length() > Credentials.MAX_USER_LENGTH || name.startsWith("#") || !isPrintable) {
            throw new IllegalArgumentException("a name must be 1 to " + Credentials.MAX_USER_LENGTH
                    + " characters without spaces, the first no #, was " + Printable.text(name));
        }
    }

    /** Takes as long for a name that nobody has as for one with the dearest hash. */
    Optional<Speaker> check(String name, byte[] password) {
        Entry entry = entries.get(name);
        boolean matches = (entry == null ? nobody : entry.hash()).matches(password);
        return entry != null && matches
                ? Optional.of(new Speaker(Speaker.Proof.PASSWORD, name, entry.devices(), Optional.empty()))
                : Optional.empty();
    }

    /** The names that had other rights or another password before, or none any more. */
    Set<String> changedSince(Passwords before) {
        Set<String> changed = new HashSet<>();
        before.entries.forEach((name, old) -> {
            Entry now = entries.get(name);
            if (now == null || !now.isSame(old)) {
                changed.add(name);
            }
        });
        return changed;
    }

    int size() {
        return entries.size();
    }
}
