package io.sluice.simulator.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker in time whether it is still there, and hangs up on one that then says nothing, since a connection
 * whose other end is gone would stand for ever (MQTT 5, 3.1.2.10). On the connection's event loop only.
 */
final class KeepAlive {
    static final int SECONDS = 60;

    private final Runnable silence;
    private @Nullable ScheduledFuture<?> questions;
    private boolean heard = true;

    /** @param silence told before it hangs up */
    KeepAlive(Runnable silence) {
        this.silence = silence;
    }

    /** @param brokers in place of ours, in seconds (3.2.2.3.14); 0 for ours */
    void start(ChannelHandlerContext ctx, int brokers) {
        long asksEveryMillis = (brokers == 0 ? SECONDS : brokers) * 500L;
        questions = ctx.executor()
                .scheduleAtFixedRate(() -> ask(ctx), asksEveryMillis, asksEveryMillis, TimeUnit.MILLISECONDS);
    }

    private void ask(ChannelHandlerContext ctx) {
        if (heard) {
            heard = false;
            ctx.writeAndFlush(MqttMessage.PINGREQ);
        } else {
            silence.run();
            ctx.close();
        }
    }

    /** Whatever the broker says shows that it is there. */
    void heard() {
        heard = true;
    }

    void stop() {
        if (questions != null) {
            questions.cancel(false);
        }
    }
}
