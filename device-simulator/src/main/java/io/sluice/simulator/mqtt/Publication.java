package io.sluice.simulator.mqtt;

/**
 * One message as it goes out, at QoS 1.
 *
 * @param payload not copied
 * @param number the sender's own, for it to know the message by when it is answered
 */
public record Publication(String topic, byte[] payload, long number) {
    public Publication(String topic, byte[] payload) {
        this(topic, payload, 0);
    }
}
