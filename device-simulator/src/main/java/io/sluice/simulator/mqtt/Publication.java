package io.sluice.simulator.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * One message as it goes out.
 *
 * @param payload not copied
 * @param number the sender's own, for it to know the message by when it is answered
 * @param qos 0, 1 or 2; at 0 nobody answers
 * @param contentType MQTT 5's, null for none
 * @param contentEncoding the user property of that name, null for none
 */
public record Publication(
        String topic,
        byte[] payload,
        long number,
        int qos,
        @Nullable String contentType,
        @Nullable String contentEncoding) {
    /** The name of the user property. */
    static final String CONTENT_ENCODING = "content-encoding";

    public Publication(String topic, byte[] payload) {
        this(topic, payload, 0);
    }

    public Publication(String topic, byte[] payload, long number) {
        this(topic, payload, number, 1, null, null);
    }

    public Publication numbered(long newNumber) {
        return new Publication(topic, payload, newNumber, qos, contentType, contentEncoding);
    }

    public Publication carrying(byte[] newPayload) {
        return new Publication(topic, newPayload, number, qos, contentType, contentEncoding);
    }

    public Publication with(int newQos, @Nullable String newContentType) {
        return new Publication(topic, payload, number, newQos, newContentType, contentEncoding);
    }

    public Publication encoded(@Nullable String newContentEncoding) {
        return new Publication(topic, payload, number, qos, contentType, newContentEncoding);
    }
}
