package io.sluice.simulator.oracle;

/**
 * Which message.
 *
 * @param device as site/device
 */
public record MessageId(String device, String epoch, long seq) {}
