package io.sluice.simulator.mqtt;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * @param maxInFlight publishes sent and not answered at any time; the broker's Receive Maximum may lower it
 * @param maxOutstanding publications held without a final answer, in flight or waiting
 * @param sessionSeconds how long the broker is to keep the session; 0 where every connection begins anew
 * @param will asked at each CONNECT, on the link's thread, for what the broker is to say when that connection is lost;
 *     null for nothing
 */
public record LinkOptions(
        BrokerAddress broker,
        String clientId,
        int maxInFlight,
        int maxOutstanding,
        int sessionSeconds,
        @Nullable Supplier<Publication> will) {
    public LinkOptions(BrokerAddress broker, String clientId, int maxInFlight, int maxOutstanding) {
        this(broker, clientId, maxInFlight, maxOutstanding, 0, null);
    }

    public LinkOptions with(Supplier<Publication> newWill) {
        return new LinkOptions(broker, clientId, maxInFlight, maxOutstanding, sessionSeconds, newWill);
    }
}
