package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.TelemetryIntake;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection among those that have a session one after another: it takes it over, gives it up, and says what its
 * end says after those before and before those behind. Confined to the connection's event loop; only what waits for
 * those before to have spoken may run on theirs, and reads nothing that changes after CONNECT.
 */
final class Succession {
    private final SessionContext shared;
    private final ClientConnection connection;
    private final TelemetryIntake intake;
    private final BrokerHandshake handshake;
    private final LeftWill will;
    private @Nullable Holder holder;
    private String session = "";
    private boolean endsWithConnection;
    private CompletableFuture<Void> othersSpoken = CompletableFuture.completedFuture(null);

    Succession(
            SessionContext shared,
            ClientConnection connection,
            TelemetryIntake intake,
            BrokerHandshake handshake,
            LeftWill will) {
        this.shared = shared;
        this.connection = connection;
        this.intake = intake;
        this.handshake = handshake;
        this.will = will;
    }

    /** CONNECT has come: whoever has the session gives it up. */
    void begin(ChannelHandlerContext ctx, String sessionId, Lifetime life, boolean hasWill) {
        session = sessionId;
        endsWithConnection = life.isOneConnection();
        Holder ours = new Holder(ctx, connection, life.beginsAnew(), () -> takenOver(ctx));
        holder = ours;
        Holder previous = shared.holders().take(sessionId, ours);
        shared.wills().back(sessionId, life.beginsAnew());
        handshake.queue(ours, previous);
        if (previous != null) {
            othersSpoken = previous.spoken();
        }
        if (!hasWill) {
            othersSpoken.thenRun(() -> ours.spoken().complete(null)); // its own end has nothing to say
        }
    }

    /** See {@link SessionKeeper#whenOthersHaveSpoken}. */
    void whenOthersHaveSpoken(Runnable then) {
        Holder ours = holder;
        if (ours != null) {
            ours.runAfter(othersSpoken, () -> shared.wills().whenSpooled(session, ours, then));
        }
    }

    /** The other connection waits for what this one's end says, and a socket may take long to close. */
    private void takenOver(ChannelHandlerContext ctx) {
        connection.close(ctx, Disconnect.SESSION_TAKEN_OVER);
        intake.abandon();
        if (will.isHeld()) {
            speakLast();
        }
    }

    private void speakLast() {
        Holder next = shared.holders().of(session);
        will.speak(next == null || next.equals(holder) ? null : next, endsWithConnection);
        Holder ours = holder;
        if (ours != null) {
            othersSpoken.thenRun(() -> {
                ours.settled().thenRun(() -> shared.holders().leave(session, ours));
                ours.spoken().complete(null);
            });
        }
    }

    /** The connection is gone. */
    void left() {
        if (holder != null) {
            holder.quiet().complete(null);
        }
        speakLast();
    }

    /**
     * The session that was to outlive the connection ends with it, for which the broker has to do once more.
     *
     * @return false where another has taken it over already, or there was no CONNECT
     */
    boolean endSession() {
        Holder ours = holder;
        if (ours == null || !shared.holders().unsettle(session, ours)) {
            return false;
        }
        endsWithConnection = true;
        return true;
    }
}
