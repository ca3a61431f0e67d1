package io.sluice.gateway.bridge;

/**
 * One connection to the broker, as far as answers go: a packet id means something on the connection it came by only.
 */
interface Delivery {
    /** The message is durable here: the broker may forget it. Does nothing once the connection is over. */
    void acknowledge(int packetId);

    /** False once it is over: what came by it and was not acknowledged comes again by the next. */
    boolean isOpen();
}
