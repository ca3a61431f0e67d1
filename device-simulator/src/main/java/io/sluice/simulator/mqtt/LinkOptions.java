package io.sluice.simulator.mqtt;

/**
 * @param maxInFlight publishes sent and not answered at any time; the broker's Receive Maximum may lower it
 * @param maxOutstanding publications held without a final answer, in flight or waiting
 */
public record LinkOptions(BrokerAddress broker, String clientId, int maxInFlight, int maxOutstanding) {}
