package io.sluice.gateway.bridge;

import org.jspecify.annotations.Nullable;

/**
 * A message as the broker delivered it.
 *
 * @param qos 0 or 1: the subscription asks for no more
 * @param payload not copied
 */
record Arrival(
        String topic,
        int qos,
        int packetId,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        byte[] payload,
        Delivery delivery) {

    void acknowledge() {
        if (qos > 0) {
            delivery.acknowledge(packetId);
        }
    }
}
