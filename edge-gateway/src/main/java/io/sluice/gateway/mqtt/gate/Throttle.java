package io.sluice.gateway.mqtt.gate;

import io.netty.channel.EventLoop;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says "too fast" to one connection by not reading: what was read is taken, and counts against what comes next. */
final class Throttle {
    private final GateContext context;
    private final InboundHold hold;
    private final Object ourselves = new Object(); // in the budget for longer than the connection is there
    private @Nullable PublishBudget budget;

    Throttle(GateContext context, InboundHold hold) {
        this.context = context;
        this.hold = hold;
    }

    void published(EventLoop loop, String topic, int bytes) {
        if (!context.limits().isOn()) {
            return;
        }
        if (budget == null) {
            budget = context.budgets().of(loop);
        }
        long waitNanos = budget.publishedNanos(ourselves, topic, bytes);
        if (waitNanos > 0) {
            context.meters().throttled();
            hold.pause(Cause.TOO_FAST);
            loop.schedule(() -> hold.resume(Cause.TOO_FAST), waitNanos, TimeUnit.NANOSECONDS);
        }
    }
}
