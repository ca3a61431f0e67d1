package io.sluice.gateway.mqtt.session;

import io.moquette.broker.InflightResender;
import io.netty.channel.ChannelPipeline;
import java.util.concurrent.TimeUnit;

/**
 * Moquette's handler that looks every five seconds for what a client has not answered, or was not sent while it did not
 * read. Who has never subscribed is sent nothing: it is taken out there, since the timers of ten thousand devices that
 * only publish are two thousand a second, and each collection found new ones.
 */
public final class Resender {
    /** Moquette adds it just after it has marked a connection as connected; before, it drops SUBSCRIBEs. */
    private static final String NAME = "inflightResender";

    /** Moquette's own figure. */
    private static final long EVERY_MILLIS = 5_000;

    private Resender() {}

    public static boolean isIn(ChannelPipeline pipeline) {
        return pipeline.get(NAME) != null;
    }

    public static void takeOut(ChannelPipeline pipeline) {
        if (isIn(pipeline)) {
            pipeline.remove(NAME);
        }
    }

    static void putBack(ChannelPipeline pipeline) {
        if (!isIn(pipeline)) {
            pipeline.addFirst(NAME, new InflightResender(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        }
    }
}
