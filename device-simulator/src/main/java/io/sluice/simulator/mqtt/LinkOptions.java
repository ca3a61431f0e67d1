package io.sluice.simulator.mqtt;

/**
 * @param maxInFlight publishes sent and not answered at any time; the broker's Receive Maximum may lower it
 * @param maxOutstanding publications held without a final answer, in flight or waiting
 * @param sessionSeconds how long the broker is to keep the session; 0 where every connection begins anew
 * @param manners what the link says beside its publications
 * @param access of this link, without placeholders
 */
public record LinkOptions(
        BrokerAddress broker,
        String clientId,
        int maxInFlight,
        int maxOutstanding,
        int sessionSeconds,
        Manners manners,
        BrokerAccess access) {
    public LinkOptions(BrokerAddress broker, String clientId, int maxInFlight, int maxOutstanding) {
        this(broker, clientId, maxInFlight, maxOutstanding, 0, Manners.NONE, BrokerAccess.OPEN);
    }

    public LinkOptions with(Manners others) {
        return new LinkOptions(broker, clientId, maxInFlight, maxOutstanding, sessionSeconds, others, access);
    }

    public LinkOptions with(BrokerAccess other) {
        return new LinkOptions(broker, clientId, maxInFlight, maxOutstanding, sessionSeconds, manners, other);
    }
}
