package io.sluice.gateway.mqtt.gate;

/** A publish of ours, through the broker: for local subscribers once it is durable, or for a node. */
public record LocalReading(String topic, byte[] payload) {
    /** Where such publishes go. Thread-safe; must not block. */
    public interface Sink {
        void publish(LocalReading reading);
    }
}
