package io.sluice.gateway.mqtt;

import io.netty.channel.Channel;
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
            if (channel.pipeline().get(PipelineInstaller.GATE) instanceof DurableGate gate) {
                channel.eventLoop().execute(() -> gate.leave(deadlineNanos));
            }
        }
        admission.connections().newCloseFuture().awaitUninterruptibly(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
    }
}
