package io.sluice.gateway.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.gate.DurableGate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends all connections in an orderly way: what was taken is answered first, if it becomes durable in time. */
final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Admission admission;

    Drain(Admission admission) {
        this.admission = admission;
    }

    void run() {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        for (Channel channel : admission.connections()) {
            ChannelHandlerContext ctx = channel.pipeline().context(DurableGate.class);
            if (ctx != null && ctx.handler() instanceof DurableGate gate) {
                channel.eventLoop().execute(() -> gate.leave(ctx, deadlineNanos));
            }
        }
        admission.connections().newCloseFuture().awaitUninterruptibly(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
    }
}
