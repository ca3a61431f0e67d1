package io.sluice.gateway.mqtt;

/** A publish that local subscribers get once it is durable. */
record LocalReading(String topic, byte[] payload) {
    /** Where such publishes go. Thread-safe; must not block. */
    interface Sink {
        void publish(LocalReading reading);
    }
}
