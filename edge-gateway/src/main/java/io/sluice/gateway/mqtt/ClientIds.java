package io.sluice.gateway.mqtt;

import java.util.UUID;

/**
 * Which client ids may reach Moquette. It picks a session loop by {@code Math.abs(id.hashCode())}, which is negative
 * for Integer.MIN_VALUE, and hands ids to logs and to authorisation.
 */
final class ClientIds {
    static final int MAX_LENGTH = 256;

    private ClientIds() {}

    static boolean isValid(String clientId) {
        return !clientId.isEmpty()
                && clientId.length() <= MAX_LENGTH
                && clientId.hashCode() != Integer.MIN_VALUE
                && clientId.chars().noneMatch(c -> Character.isISOControl(c) || c == '+' || c == '#');
    }

    /** An id for a client that sent none. */
    static String assign() {
        String id;
        do {
            id = "sluice-" + UUID.randomUUID();
        } while (!isValid(id));
        return id;
    }
}
