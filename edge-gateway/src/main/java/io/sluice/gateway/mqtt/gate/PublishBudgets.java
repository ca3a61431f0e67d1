package io.sluice.gateway.mqtt.gate;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** An event loop's own budget each, so that none waits for another's. Thread-safe. */
public final class PublishBudgets {

    /** Of one device on one connection. */
    public record Rates(long messagesPerSecond, long bytesPerSecond, LongSupplier nanoTime) {}

    private final Rates rates;
    private final Map<EventLoop, PublishBudget> ofLoops = new ConcurrentHashMap<>();

    public PublishBudgets(Rates rates) {
        this.rates = rates;
    }

    public LongSupplier nanoTime() {
        return rates.nanoTime();
    }

    PublishBudget of(EventLoop loop) {
        return ofLoops.computeIfAbsent(loop, absent -> new PublishBudget(rates));
    }
}
