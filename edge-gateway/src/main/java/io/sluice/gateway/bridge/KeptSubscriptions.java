package io.sluice.gateway.bridge;

import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a broker may hold as our session's subscriptions, over restarts and other settings: it keeps them with the
 * session, and would go on to send what nobody here wants any more. A file beside the spool. For one thread.
 */
final class KeptSubscriptions {
    private static final String FILE = "subscriptions";

    private final SpoolFiles files;
    private final String broker;

    /** @param serverUri of the broker; what another one holds is left as it is */
    KeptSubscriptions(SpoolFiles files, String serverUri) {
        this.files = files;
        this.broker = serverUri + " ";
    }

    /** Those of this broker's that are none of the wanted. */
    List<String> unwanted(List<String> wanted) throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(broker))
                .map(line -> line.substring(broker.length()))
                .filter(filter -> !wanted.contains(filter))
                .toList();
    }

    /** Durable when it returns, so before the broker can hold them. */
    void add(List<String> filters) throws IOException {
        Set<String> lines = lines();
        if (lines.addAll(filters.stream().map(filter -> broker + filter).toList())) {
            save(lines);
        }
    }

    void remove(List<String> filters) throws IOException {
        Set<String> lines = lines();
        if (lines.removeAll(filters.stream().map(filter -> broker + filter).toList())) {
            save(lines);
        }
    }

    private Set<String> lines() throws IOException {
        byte[] content = files.read(FILE);
        Set<String> lines = new LinkedHashSet<>();
        if (content != null) {
            new String(content, StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
        return lines;
    }

    private void save(Set<String> lines) throws IOException {
        files.replace(FILE, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
