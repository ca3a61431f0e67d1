package io.sluice.gateway.bridge;

import io.sluice.model.payload.Decoded;

/**
 * One connection to the broker, as far as answers go: a packet id means something on the connection it came by only.
 */
interface Delivery {
    /** The message is durable here: the broker may forget it. Does nothing once the connection is over. */
    void acknowledge(int packetId);

    /** Has a Sparkplug node publish its births where its data was refused for want of one. */
    void askAfter(Decoded.Rejected rejected, String topic, long nowMillis);

    /** False once it is over: what came by it and was not acknowledged comes again by the next. */
    boolean isOpen();
}
