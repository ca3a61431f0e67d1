package io.sluice.gateway.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What the bridge counts; what became durable, accepted or refused, the spool counts. */
final class BridgeMeters {
    private final Counter taken;
    private final Counter dropped;
    private final Counter acknowledged;

    private final Counter connects;
    private final MeterRegistry meters;

    BridgeMeters(MeterRegistry meters) {
        this.meters = meters;
        this.taken = messages("taken");
        this.dropped = messages("dropped");
        this.acknowledged = Counter.builder("sluice.gateway.bridge.acks")
                .description("messages of the broker that are durable here and that it may forget")
                .register(meters);
        this.connects = Counter.builder("sluice.gateway.bridge.connects")
                .description("times the bridge got a subscription at the broker")
                .register(meters);
    }

    private Counter messages(String result) {
        return Counter.builder("sluice.gateway.bridge.messages")
                .description("messages of the broker; dropped is QoS 0 that the spool had no room for")
                .tag("result", result)
                .register(meters);
    }

    void watch(BooleanSupplier isConnected, IntSupplier waiting) {
        Gauge.builder("sluice.gateway.bridge.connected", () -> isConnected.getAsBoolean() ? 1 : 0)
                .description("1 while the bridge is subscribed at the broker")
                .register(meters);
        Gauge.builder("sluice.gateway.bridge.waiting", waiting::getAsInt)
                .description("messages of the broker that wait for room in the spool")
                .register(meters);
    }

    void taken() {
        taken.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void acknowledged(int count) {
        acknowledged.increment(count);
    }

    void connected() {
        connects.increment();
    }
}
