package io.sluice.gateway.mqtt.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.mqtt.gate.Answer;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.TelemetryIntake;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wills of clients until they are said or called off, in the spool as well, so that the gateway's next life
 * knows of them: whose client is not back within a while after a crash is lost. Thread-safe.
 */
public final class Wills {
    private final GateContext context;
    private final SessionHolders holders;
    private final WillPublisher publisher;
    private final Map<String, Delayed> delayed = new ConcurrentHashMap<>();
    private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();

    public Wills(GateContext context, SessionHolders holders) {
        this.context = context;
        this.holders = holders;
        this.publisher = new WillPublisher(context);
    }

    /** Of which client a will is. */
    public record Owner(ClientConnection client, AnswerDesk desk) {}

    /** @param isRestored whether it was our end that its connection met, and not its client's */
    private record Delayed(Will will, Owner owner, Future<?> timer, boolean isRestored) {}

    /** How many wills of a session wait for room in the spool, and what is to be done then. */
    private static final class UnderWay {
        private int wills;
        private Runnable then = () -> {};
    }

    /**
     * A client is about to be let in.
     *
     * @param then runs when its will is durable, on the gate's event loop; at once where the spool has no room for it,
     *     and the gate reads nothing of the client until it has
     */
    void left(@Nullable Will will, AnswerDesk desk, TelemetryIntake intake, Runnable then) {
        if (will == null || !will.isKept()) {
            then.run();
            return;
        }
        SpoolEntry.WillLeft left = new SpoolEntry.WillLeft(will);
        if (!context.log().tryAppend(left, Answer.toNobody(desk, then))) {
            intake.readNothingBefore(left);
            then.run();
        }
    }

    /** What the session's next connection says comes behind that too: the next life would have it dead after it. */
    void callOff(Will will, Owner owner) {
        follow(will, publisher.callOff(will, owner));
    }

    /** Its connection has ended without a goodbye; on that connection's event loop. */
    public void lost(Will will, Owner owner, boolean sessionEnds) {
        if (sessionEnds || will.delayMillis() == 0) {
            follow(will, publisher.publish(will, owner));
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
    public void restore(List<Will> left, EventLoop loop, Duration patience) {
        for (Will will : left) {
            ClientConnection gone = ClientConnection.gone(context.meters(), will.device());
            Owner owner = new Owner(gone, AnswerDesk.ofGone(context, gone, loop));
            if (will.isSaid()) {
                follow(will, publisher.spool(will, owner));
            } else {
                delay(will, owner, Math.max(will.delayMillis(), patience.toMillis()), true);
            }
        }
    }

    private void delay(Will will, Owner owner, long millis, boolean isRestored) {
        Future<?> timer = owner.desk().loop().schedule(() -> due(will), millis, TimeUnit.MILLISECONDS);
        Delayed before = delayed.put(will.session(), new Delayed(will, owner, timer, isRestored));
        if (before != null) {
            before.timer.cancel(false);
            callOff(before.will, before.owner);
        }
    }

    private void due(Will will) {
        delayed.computeIfPresent(will.session(), (session, now) -> now.will.equals(will) ? say(now) : now);
    }

    /** Before it is taken out, and nobody else sees to it meanwhile: who is back finds it waiting, or said. */
    private @Nullable Delayed say(Delayed waited) {
        follow(
                waited.will,
                waited.isRestored
                        ? publisher.spool(waited.will, waited.owner) // who its client is was asked when it left it
                        : publisher.publish(waited.will, waited.owner));
        return null;
    }

    private void follow(Will will, CompletableFuture<Void> said) {
        if (!said.isDone()) {
            underWay.compute(will.session(), (session, now) -> {
                UnderWay these = now == null ? new UnderWay() : now;
                these.wills++;
                return these;
            });
            said.thenRun(() -> arrived(will.session()));
        }
    }

    private void arrived(String session) {
        underWay.computeIfPresent(session, (key, now) -> {
            if (--now.wills > 0) {
                return now;
            }
            now.then.run();
            return null;
        });
    }

    /**
     * Waits until the spool has all wills of a session that were said, or never will. Only its last connection does,
     * since those before are about to end: while the spool is full many may come and go.
     *
     * @param heir the connection
     * @param then runs on the connection's event loop; on this thread where there is nothing to wait for
     */
    public void whenSpooled(String session, Holder heir, Runnable then) {
        UnderWay waitedFor = underWay.computeIfPresent(session, (key, now) -> {
            if (heir.equals(holders.of(session))) {
                now.then = () -> heir.ctx().executor().execute(then);
            }
            return now;
        });
        if (waitedFor == null) {
            then.run();
        }
    }

    /** The session has a connection again: its will is not due any more, unless the session ends by that. */
    public void back(String session, boolean beginsAnew) {
        delayed.computeIfPresent(session, (key, waited) -> {
            waited.timer.cancel(false);
            if (beginsAnew && !waited.isRestored) {
                return say(waited);
            }
            callOff(waited.will, waited.owner);
            return null;
        });
    }

    /**
     * The gateway stops, and with it end the sessions of those that are away: their wills wait no longer. No client may
     * be connected any more.
     */
    public void close() {
        for (String session : delayed.keySet()) {
            delayed.computeIfPresent(session, (key, waited) -> {
                waited.timer.cancel(false);
                return say(waited);
            });
        }
    }
}
