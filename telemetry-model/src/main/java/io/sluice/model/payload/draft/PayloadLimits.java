package io.sluice.model.payload.draft;

import java.time.Duration;

/**
 * What a payload may be at most (contract, <i>MQTT</i>). A text value's bound, a number's length and what one message
 * may take where it is stored are not settings.
 *
 * @param maxDepth nesting of JSON objects and arrays, the outermost being 1
 * @param maxReadings in one message
 * @param maxAge how far ts may lie behind the gateway's clock
 * @param maxAhead how far ts may lie ahead of it
 * @param maxStoredBytes what all messages of one may take together where they are stored
 */
public record PayloadLimits(
        int maxPacketBytes, int maxDepth, int maxReadings, Duration maxAge, Duration maxAhead, long maxStoredBytes) {

    public static PayloadLimits defaults() {
        return new PayloadLimits(256 * 1024, 8, 1_000, Duration.ofDays(7), Duration.ofMinutes(5), 32 << 20);
    }
}
