package io.sluice.gateway.mqtt;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.mqtt.SessionHolders.Holder;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    /** @param isRestored whether it was our end that its connection met, and not its client's */
    private record Delayed(Will will, Owner owner, Future<?> timer, boolean isRestored) {}

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

    /** Its connection has ended without a goodbye; on that connection's event loop. */
    void lost(Will will, Owner owner, boolean sessionEnds) {
        if (sessionEnds || will.delayMillis() == 0) {
            publisher.publish(will, owner);
            return;
        }
        delay(will, owner, will.delayMillis(), false);
        // A client that was back at the moment in which it was lost found nothing to call off.
        Holder now = holders.of(will.session());
        if (now != null && now.connection() != owner.client()) {
            back(will.session(), now.beginsAnew());
        }
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
        Future<?> timer = owner.gate().loop().schedule(() -> due(will), millis, TimeUnit.MILLISECONDS);
        Delayed before = delayed.put(will.session(), new Delayed(will, owner, timer, isRestored));
        if (before != null) {
            before.timer.cancel(false);
            publisher.callOff(before.will, before.owner);
        }
    }

    private void due(Will will) {
        Delayed now = delayed.get(will.session());
        if (now != null && now.will.equals(will) && delayed.remove(will.session(), now)) {
            say(now);
        }
    }

    private void say(Delayed waited) {
        if (waited.isRestored) {
            publisher.spool(waited.will, waited.owner); // who its client is was asked when it left it
        } else {
            publisher.publish(waited.will, waited.owner);
        }
    }

    /** The session has a connection again: its will is not due any more, unless the session ends by that. */
    void back(String session, boolean beginsAnew) {
        Delayed waited = delayed.remove(session);
        if (waited != null) {
            waited.timer.cancel(false);
            boolean isDue = beginsAnew && !waited.isRestored;
            waited.owner.gate().loop().execute(() -> {
                if (isDue) {
                    say(waited);
                } else {
                    publisher.callOff(waited.will, waited.owner);
                }
            });
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
                say(waited);
            }
        }
    }
}
