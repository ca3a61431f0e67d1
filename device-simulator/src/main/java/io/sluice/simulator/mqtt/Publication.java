package io.sluice.simulator.mqtt;

/**
 * One message as it goes out, at QoS 1.
 *
 * @param payload not copied
 */
public record Publication(String topic, byte[] payload) {}
