package io.sluice.gateway.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.mqtt.FrontMeters.Outcome;
import io.sluice.gateway.mqtt.SessionHolders.Holder;
import io.sluice.gateway.mqtt.SpoolIntake.Undecoded;
import io.sluice.gateway.spool.SpoolEntry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Publishes the wills of clients that are lost. One on a telemetry topic is first a message of its device like any
 * other, unless it is empty: it is decoded, spooled and counted, or refused and kept as a dead letter. Behind it the
 * device's death is spooled. One on a topic of the embedded broker goes to its subscribers. Where the spool is full a
 * will waits for room, {@value #MAX_WAITING} of them at most; those that still do at the end are lost. Thread-safe.
 */
final class Wills {
    private static final int MAX_WAITING = 10_000;
    private static final long RETRY_MILLIS = 50;

    private final GateContext context;
    private final SessionHolders holders;
    private final Map<String, Delayed> delayed = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Wills(GateContext context, SessionHolders holders) {
        this.context = context;
        this.holders = holders;
    }

    /** Of which client a will is. */
    record Owner(String session, ClientConnection client, DurableGate gate) {}

    private record Delayed(Will will, Owner owner, Future<?> timer) {}

    /** Its connection has ended without a goodbye; on that connection's event loop. */
    void lost(Will will, Owner owner, boolean sessionEnds) {
        Duration longest = will.delay().compareTo(Protocol.SESSION_EXPIRY) < 0 ? will.delay() : Protocol.SESSION_EXPIRY;
        if (sessionEnds || longest.isZero()) {
            publish(will, owner);
            return;
        }
        Future<?> timer = owner.gate().loop().schedule(() -> due(owner), longest.toMillis(), TimeUnit.MILLISECONDS);
        Delayed before = delayed.put(owner.session(), new Delayed(will, owner, timer));
        if (before != null) {
            before.timer.cancel(false);
        }
        // A client that was back at the moment in which it was lost found nothing to call off.
        Holder now = holders.of(owner.session());
        if (now != null && now.connection() != owner.client()) {
            back(owner.session(), now.beginsAnew());
        }
    }

    private void due(Owner owner) {
        Delayed now = delayed.get(owner.session());
        if (now != null && now.owner.equals(owner) && delayed.remove(owner.session(), now)) {
            publish(now.will, owner);
        }
    }

    /** The session has a connection again: its will is not due any more, unless the session ends by that. */
    void back(String session, boolean beginsAnew) {
        Delayed waited = delayed.remove(session);
        if (waited != null) {
            waited.timer.cancel(false);
            if (beginsAnew) {
                waited.owner.gate().loop().execute(() -> publish(waited.will, waited.owner));
            }
        }
    }

    /**
     * The gateway stops, and with it end the sessions of those that are away: their wills wait no longer. No client may
     * be connected any more.
     */
    void close() {
        for (String session : delayed.keySet()) {
            Delayed waited = delayed.remove(session);
            if (waited != null) {
                waited.timer.cancel(false);
                publish(waited.will, waited.owner);
            }
        }
    }

    private void publish(Will will, Owner owner) {
        switch (context.rules().ownerOf(will.topic(), owner.client().speaker())) {
            case GATE -> spool(will, owner);
            case BROKER -> {
                context.meters().publish(Outcome.FORWARDED, will.qos());
                context.localReadings().publish(new LocalReading(will.topic(), will.payload()));
            }
            case FOREIGN, INVALID -> context.meters().publish(Outcome.FOREIGN, will.qos());
        }
    }

    /** First what it says, then the death: its place in the spool tells what the device said before. */
    private void spool(Will will, Owner owner) {
        SpoolIntake intake = new SpoolIntake(context);
        Answer answer = Answer.toWill(owner.gate(), will.qos());
        boolean isEmpty = will.payload().length == 0;
        if (isEmpty
                || intake.offer(new Undecoded(packet(will), will.topic(), owner.client(), answer))
                || !intake.isWaiting()) {
            die(will, owner);
        } else {
            later(will, owner, () -> intake.retry() != null, () -> die(will, owner));
        }
    }

    private void die(Will will, Owner owner) {
        Speaker speaker = owner.client().speaker();
        TopicRules.deviceIn(
                        will.topic(),
                        speaker == null ? null : speaker.onlyDevice().orElse(null))
                .ifPresent(device -> {
                    BooleanSupplier append = () -> context.log()
                            .tryAppend(new SpoolEntry.Death(device), Answer.toNobody(owner.gate(), () -> {}));
                    if (!append.getAsBoolean()) {
                        later(will, owner, append, () -> {});
                    }
                });
    }

    /** Tries again until the log has it; where too many do, it is lost. */
    private void later(Will will, Owner owner, BooleanSupplier again, Runnable then) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            context.meters().publish(Outcome.LOST, will.qos());
        } else {
            retry(owner.gate().loop(), again, then);
        }
    }

    private void retry(EventLoop loop, BooleanSupplier again, Runnable then) {
        loop.schedule(
                () -> {
                    if (again.getAsBoolean()) {
                        waiting.decrementAndGet();
                        then.run();
                    } else {
                        retry(loop, again, then);
                    }
                },
                RETRY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static MqttPublishMessage packet(Will will) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttPublishVariableHeader(will.topic(), -1, will.properties()),
                Unpooled.wrappedBuffer(will.payload()));
    }
}
