package io.sluice.gateway.batch;

import java.time.Duration;

/**
 * @param maxReadings of a batch; one message may exceed it alone
 * @param maxBytes of the records that a batch is made of, as they lie in the spool
 * @param linger how long a batch waits for company while the drain keeps up with the spool
 * @param backlogLinger how long it waits while there is more to read: then batches should fill
 * @param inFlightBytes what may wait for Kafka's acknowledgement; beyond it the drain stops reading
 */
public record DrainOptions(int maxReadings, int maxBytes, Duration linger, Duration backlogLinger, long inFlightBytes) {

    public static DrainOptions withLinger(Duration linger, long inFlightBytes) {
        return new DrainOptions(2_000, 512 * 1024, linger, linger.multipliedBy(25), inFlightBytes);
    }
}
