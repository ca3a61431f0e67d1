package io.sluice.gateway.mqtt;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.mqtt.SessionHolders.Holder;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wills of clients until they are said or called off, in the spool as well, so that the gateway's next life
 * knows of them: whose client is not back within a while after a crash is lost. Thread-safe.
 */
final class Wills {
    private final GateContext context;
    private final SessionHolders holders;
    private final WillPublisher publisher;
    private final Map<String, Delayed> delayed = new ConcurrentHashMap<>();

    Wills(GateContext context, SessionHolders holders) {
        this.context = context;
        this.holders = holders;
        this.publisher = new WillPublisher(context);
    }

    /** Of which client a will is. */
    record Owner(ClientConnection client, DurableGate gate) {}

    /**
     * @param isRestored whether it was our end that its connection met, and not its client's
     * @param isTaken whether somebody says it or calls it off
     * @param over done when that is in the spool or never will be
     */
    private record Delayed(
            Will will, Owner owner, boolean isRestored, AtomicBoolean isTaken, CompletableFuture<Void> over) {}

    /**
     * A client is about to be let in. Where the spool has no room for its will it lives in memory alone.
     *
     * @param then runs when it is durable, on the gate's event loop, or at once where it will not be
     */
    void left(@Nullable Will will, DurableGate gate, Runnable then) {
        if (will == null
                || will.id() == 0
                || !context.log().tryAppend(new SpoolEntry.WillLeft(will), Answer.toNobody(gate, then))) {
            then.run();
        }
    }

    void callOff(Will will, Owner owner) {
        publisher.callOff(will, owner);
    }

    /**
     * Its connection has ended without a goodbye; on that connection's event loop.
     *
     * @return done when all that is to be said now is in the spool or never will be
     */
    CompletableFuture<Void> lost(Will will, Owner owner, boolean sessionEnds) {
        if (sessionEnds || will.delayMillis() == 0) {
            return publisher.publish(will, owner);
        }
        delay(will, owner, will.delayMillis(), false);
        // A client that was back at the moment in which it was lost found nothing to call off.
        Holder now = holders.of(will.session());
        return now != null && now.connection() != owner.client()
                ? back(will.session(), now.beginsAnew())
                : WillPublisher.DONE;
    }

    /**
     * What a former life of the gateway has left, before anybody is let in.
     *
     * @param loop that they wait on
     * @param patience how long their clients may stay away at least
     */
    void restore(List<Will> left, EventLoop loop, Duration patience) {
        for (Will will : left) {
            ClientConnection gone = ClientConnection.gone(context.meters(), will.device());
            Owner owner = new Owner(gone, DurableGate.withoutChannel(context, gone, loop));
            if (will.isSaid()) {
                publisher.spool(will, owner);
            } else {
                delay(will, owner, Math.max(will.delayMillis(), patience.toMillis()), true);
            }
        }
    }

    private void delay(Will will, Owner owner, long millis, boolean isRestored) {
        Delayed waiting = new Delayed(will, owner, isRestored, new AtomicBoolean(), new CompletableFuture<>());
        Delayed before = delayed.put(will.session(), waiting);
        Future<?> timer = owner.gate().loop().schedule(() -> end(waiting, true), millis, TimeUnit.MILLISECONDS);
        waiting.over.thenRun(() -> timer.cancel(false));
        if (before != null) {
            end(before, false);
        }
    }

    /** Once, by whoever is first; the others wait for it. */
    private CompletableFuture<Void> end(Delayed waited, boolean isSaid) {
        if (waited.isTaken.compareAndSet(false, true)) {
            CompletableFuture<Void> said = WillPublisher.DONE;
            if (isSaid) {
                said = say(waited);
            } else {
                publisher.callOff(waited.will, waited.owner);
            }
            said.thenRun(() -> {
                delayed.remove(waited.will.session(), waited);
                waited.over.complete(null);
            });
        }
        return waited.over;
    }

    private CompletableFuture<Void> say(Delayed waited) {
        return waited.isRestored
                ? publisher.spool(waited.will, waited.owner) // who its client is was asked when it left it
                : publisher.publish(waited.will, waited.owner);
    }

    /**
     * The session has a connection again: its will is not due any more, unless the session ends by that.
     *
     * @return done when all that was due is in the spool or never will be
     */
    CompletableFuture<Void> back(String session, boolean beginsAnew) {
        Delayed waited = delayed.get(session);
        return waited == null ? WillPublisher.DONE : end(waited, beginsAnew && !waited.isRestored);
    }

    /**
     * The gateway stops, and with it end the sessions of those that are away: their wills wait no longer. No client may
     * be connected any more.
     */
    void close() {
        delayed.values().forEach(waited -> end(waited, true));
    }
}
