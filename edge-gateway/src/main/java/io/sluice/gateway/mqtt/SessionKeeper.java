package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.SessionHolders.Holder;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gate itself keeps of the session of one connection: who holds it, its deliveries, its will. That a session
 * begins anew is durable before its client is told, since after a crash an exchange of QoS 2 that is over must not
 * swallow a publish under the same id.
 */
final class SessionKeeper {
    private static final long RETRY_MILLIS = 5;

    /** Of all connections. */
    record Shared(DeliveryStates deliveries, SessionHolders holders, Wills wills, BrokerSessions broker) {
        static Shared of(GateContext context, BrokerSessions broker, List<Exchange> open) {
            SessionHolders holders = new SessionHolders();
            return new Shared(new DeliveryStates(open), holders, new Wills(context, holders), broker);
        }
    }

    private final GateContext context;
    private final Shared shared;
    private final ClientConnection connection;
    private final DurableGate gate;
    private final BrokerHandshake handshake;
    private @Nullable Holder holder;
    private @Nullable Will will;
    private boolean isWelcome;
    private String session = "";
    private boolean endsWithConnection;
    private CompletableFuture<Void> othersSpoken = CompletableFuture.completedFuture(null);
    private @Nullable DeliveryState claimed;

    SessionKeeper(
            GateContext context,
            Shared shared,
            ClientConnection connection,
            DurableGate gate,
            BrokerHandshake handshake) {
        this.context = context;
        this.shared = shared;
        this.connection = connection;
        this.gate = gate;
        this.handshake = handshake;
    }

    /**
     * @param left what the client wants said if it is lost
     * @param then gets the session's deliveries, on the event loop, when all that has to be durable is
     */
    void begin(
            ChannelHandlerContext ctx,
            String sessionId,
            boolean isForOneConnection,
            @Nullable Will left,
            Consumer<DeliveryState> then) {
        session = sessionId;
        will = left;
        endsWithConnection = isForOneConnection;
        Holder ours = new Holder(ctx, connection, isForOneConnection, () -> takenOver(ctx));
        holder = ours;
        Holder previous = shared.holders().take(sessionId, ours);
        shared.wills().back(sessionId, isForOneConnection);
        handshake.queue(sessionId, ours, previous);
        if (previous != null) {
            othersSpoken = previous.spoken();
        }
        if (left == null) {
            othersSpoken.thenRun(() -> ours.spoken().complete(null)); // its own end has nothing to say
        }
        if (!isForOneConnection) {
            DeliveryState state = shared.deliveries().claim(sessionId);
            claimed = state;
            leaveWill(state, then);
        } else if (shared.deliveries().end(sessionId) || context.log().hasOpenExchange(sessionId)) {
            spoolEnd(ctx, () -> leaveWill(new DeliveryState(null), then));
        } else {
            leaveWill(new DeliveryState(null), then);
        }
    }

    private void leaveWill(DeliveryState state, Consumer<DeliveryState> then) {
        shared.wills().left(will, gate, () -> then.accept(state)); // null where the connection is gone meanwhile
    }

    /** Waits for room as long as the connection does. */
    private void spoolEnd(ChannelHandlerContext ctx, Runnable then) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (!context.log().tryAppend(new SpoolEntry.SessionEnded(session), Answer.toNobody(gate, then))) {
            ctx.executor().schedule(() -> spoolEnd(ctx, then), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Runs on the event loop once the spool has what the ends of the session's connections before say: a death behind
     * what this one says would be of a device that lives.
     */
    void whenOthersHaveSpoken(Runnable then) {
        Holder ours = holder;
        if (ours != null) {
            ours.runAfter(othersSpoken, () -> shared.wills().whenSpooled(session, ours, then));
        }
    }

    /**
     * CONNACK has said yes: from now on there is a will, even if the client hangs up before Moquette is ready for it.
     */
    void welcomed() {
        isWelcome = true;
    }

    /** DISCONNECT has come. */
    void goodbye(MqttMessage disconnect) {
        boolean isNormal = !(disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)
                || header.reasonCode() == Disconnect.NORMAL_DISCONNECT.byteValue();
        if (isNormal) {
            callOffWill();
        }
    }

    private void callOffWill() {
        if (will != null) {
            shared.wills().callOff(will, new Wills.Owner(connection, gate));
            will = null;
        }
    }

    /** The other connection waits for what this one's end says, and a socket may take long to close. */
    private void takenOver(ChannelHandlerContext ctx) {
        connection.close(ctx, Disconnect.SESSION_TAKEN_OVER);
        gate.abandon();
        if (isWelcome) {
            speakLast();
        }
    }

    /** A gateway that stops says nothing about its devices. */
    private void speakLast() {
        if (will != null && isWelcome && connection.closedFor() != Disconnect.SERVER_SHUTTING_DOWN) {
            lost(will);
            will = null;
        } else {
            callOffWill();
        }
        Holder ours = holder;
        if (ours != null) {
            othersSpoken.thenRun(() -> {
                shared.holders().leave(session, ours);
                ours.spoken().complete(null);
            });
        }
    }

    /** The connection is gone. */
    void left() {
        speakLast();
        if (claimed != null) {
            shared.deliveries().left(session, claimed);
        }
    }

    /** DISCONNECT has said that the session ends with it: the broker closes the connection as well. */
    void end() {
        shared.broker().end(session);
    }

    /** Taken over by a connection that goes on with the session, it is as if the client had come back in time. */
    private void lost(Will left) {
        Holder next = shared.holders().of(session);
        next = next == null || next.equals(holder) ? null : next;
        boolean isSessionOver = endsWithConnection || (next != null && next.beginsAnew());
        if (isSessionOver || next == null || left.delayMillis() == 0) {
            shared.wills().lost(left, new Wills.Owner(connection, gate), isSessionOver);
        } else {
            callOffWill();
        }
    }
}
