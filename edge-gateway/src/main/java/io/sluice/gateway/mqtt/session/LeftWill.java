package io.sluice.gateway.mqtt.session;

import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.TelemetryIntake;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import io.sluice.gateway.spool.Will;
import org.jspecify.annotations.Nullable;

/**
 * The will of one connection, from CONNECT until it is said or called off, which happens once. Confined to the
 * connection's event loop.
 */
final class LeftWill {
    private final Wills wills;
    private final ClientConnection connection;
    private final AnswerDesk desk;
    private final TelemetryIntake intake;
    private @Nullable Will will;
    private boolean isHeld;

    LeftWill(Wills wills, ClientConnection connection, AnswerDesk desk, TelemetryIntake intake) {
        this.wills = wills;
        this.connection = connection;
        this.desk = desk;
        this.intake = intake;
    }

    /** CONNECT has come with it, or with none. */
    void asked(@Nullable Will left) {
        will = left;
    }

    /**
     * By now the connection may be gone, and its will with it.
     *
     * @param then see {@link Wills#left}
     */
    void leave(Runnable then) {
        wills.left(will, desk, intake, then);
    }

    /** CONNACK has said yes: before that the client could not know that it has one. */
    void holds() {
        isHeld = true;
    }

    boolean isHeld() {
        return isHeld;
    }

    void callOff() {
        Will left = take();
        if (left != null) {
            wills.callOff(left, owner());
        }
    }

    /**
     * The connection has ended, or is taken over; a gateway that stops says nothing about its devices.
     *
     * @param next who has the session now, null where nobody has
     */
    void speak(@Nullable Holder next, boolean endsWithConnection) {
        if (!isHeld || connection.closedFor() == Disconnect.SERVER_SHUTTING_DOWN) {
            callOff();
            return;
        }
        Will left = take();
        if (left != null) {
            lost(left, next, endsWithConnection);
        }
    }

    /** Taken over by a connection that goes on with the session, it is as if the client had come back in time. */
    private void lost(Will left, @Nullable Holder next, boolean endsWithConnection) {
        boolean isSessionOver = endsWithConnection || (next != null && next.beginsAnew());
        if (isSessionOver || next == null || left.delayMillis() == 0) {
            wills.lost(left, owner(), isSessionOver);
        } else {
            wills.callOff(left, owner());
        }
    }

    private @Nullable Will take() {
        Will taken = will;
        will = null;
        intake.willEnded();
        return taken;
    }

    private Wills.Owner owner() {
        return new Wills.Owner(connection, desk);
    }
}
