package io.sluice.gateway.bridge;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bridge wants of the broker.
 *
 * @param serverUri as Paho writes it: {@code tcp://} or {@code ssl://}
 * @param trust for {@code ssl://}
 * @param clientId stays the same over restarts, since the broker keeps what was not acknowledged under it
 * @param filters with the share's name before them
 * @param maxPayloadBytes longer ones are refused, and need not be kept whole
 */
record Subscription(
        String serverUri,
        BrokerTrust trust,
        String clientId,
        List<String> filters,
        @Nullable String user,
        @Nullable Path passwordFile,
        int maxPayloadBytes) {
    Subscription {
        filters = List.copyOf(filters);
    }

    static List<String> shared(String share, String topics) {
        return List.of(topics.split(",")).stream()
                .map(filter -> "$share/" + share + "/" + filter)
                .toList();
    }

    static String serverUri(String url) {
        return url.startsWith("mqtts://")
                ? "ssl://" + url.substring("mqtts://".length())
                : "tcp://" + url.substring("mqtt://".length());
    }
}
