package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.mqtt.gate.Answer;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.DeliveryState;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.TelemetryIntake;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gate itself keeps of the session of one connection: its deliveries, its filters, its will. That a session
 * begins anew is durable before its client is told, since after a crash an exchange of QoS 2 that is over must not
 * swallow a publish under the same id.
 */
public final class SessionKeeper {
    private static final long RETRY_MILLIS = 5;

    private final GateContext context;
    private final SessionContext shared;
    private final ClientConnection connection;
    private final AnswerDesk desk;
    private final BrokerHandshake handshake;
    private final LeftWill will;
    private final Succession succession;
    private String session = "";
    private boolean beginsAnew;
    private Duration expiry = Duration.ZERO;
    private @Nullable DeliveryState claimed;
    private @Nullable HeldFilters filters;

    public SessionKeeper(
            GateContext context,
            SessionContext shared,
            ClientConnection connection,
            AnswerDesk desk,
            TelemetryIntake intake,
            BrokerHandshake handshake) {
        this.context = context;
        this.shared = shared;
        this.connection = connection;
        this.desk = desk;
        this.handshake = handshake;
        this.will = new LeftWill(shared.wills(), connection, desk, intake);
        this.succession = new Succession(shared, connection, intake, handshake, will);
    }

    /**
     * @param left what the client wants said if it is lost
     * @param then gets the session's deliveries, on the event loop, when all that has to be durable is
     */
    public void begin(
            ChannelHandlerContext ctx,
            String sessionId,
            Lifetime life,
            @Nullable Will left,
            Consumer<DeliveryState> then) {
        session = sessionId;
        will.asked(left);
        beginsAnew = life.beginsAnew();
        expiry = life.expiry();
        if (beginsAnew) {
            shared.kept().end(sessionId);
        }
        filters = life.isOneConnection()
                ? shared.kept().noFilters(connection.account())
                : shared.kept().claim(sessionId, connection.account());
        succession.begin(ctx, sessionId, life, left != null);
        boolean isToBeSpooled = beginsAnew && shared.endDeliveries(session, context.log());
        claimed = life.isOneConnection() ? null : shared.deliveries().claim(sessionId);
        DeliveryState state = claimed == null ? new DeliveryState(null) : claimed;
        Runnable durable = () -> will.leave(() -> then.accept(state));
        if (isToBeSpooled) {
            spoolEnd(ctx, left != null, durable);
        } else {
            durable.run();
        }
    }

    /** Waits for room as long as the connection does. A will stands behind it in the log, and is waited for then. */
    private void spoolEnd(ChannelHandlerContext ctx, boolean hasWill, Runnable then) {
        if (!ctx.channel().isActive()) {
            return;
        }
        Answer end = Answer.toNobody(desk, hasWill ? () -> {} : then);
        if (!context.log().tryAppend(new SpoolEntry.SessionEnded(session), end)) {
            ctx.executor().schedule(() -> spoolEnd(ctx, hasWill, then), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } else if (hasWill) {
            then.run();
        }
    }

    /**
     * The broker gets CONNECT, and where the session is to begin anew and be kept, for which it has no word, its end.
     */
    public void handedOn(ChannelHandlerContext ctx) {
        handshake.begin(ctx);
        if (claimed == null) {
            return;
        }
        shared.kept().handedOn(session);
        MoquetteSessions ofBroker = beginsAnew ? MoquetteSessions.of(ctx.channel()) : null;
        if (ofBroker != null && !ofBroker.end(session)) {
            ctx.close(); // at CONNACK, which would say that there is one
        }
    }

    /**
     * Runs on the event loop once the spool has what the ends of the session's connections before say: a death behind
     * what this one says would be of a device that lives.
     */
    public void whenOthersHaveSpoken(Runnable then) {
        succession.whenOthersHaveSpoken(then);
    }

    /** CONNACK is about to say yes. */
    public void answered(ChannelHandlerContext ctx) {
        MoquetteConnection ofBroker = MoquetteConnection.of(ctx.channel());
        if (ofBroker != null && claimed != null) {
            shared.kept().goOn(session, ofBroker.packetIds());
        }
    }

    /**
     * CONNACK has said yes: from now on there is a will, even if the client hangs up before Moquette is ready for it.
     *
     * @param goesOn whether the broker had the session
     * @param then runs on the event loop when the client was sent again what it has not answered
     */
    public void welcomed(ChannelHandlerContext ctx, boolean goesOn, Runnable then) {
        will.holds();
        if (goesOn) {
            Redelivery.goOn(ctx.channel(), then);
        } else {
            then.run();
        }
    }

    /**
     * DISCONNECT has come.
     *
     * @param outlives how long the session is to outlive its connection after all
     */
    public void goodbye(MqttMessage disconnect, Duration outlives) {
        expiry = outlives;
        boolean isNormal = !(disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)
                || header.reasonCode() == Disconnect.NORMAL_DISCONNECT.byteValue();
        if (isNormal) {
            will.callOff();
        }
    }

    /** The connection is gone. */
    public void left(ChannelHandlerContext ctx) {
        succession.left();
        if (filters != null && claimed == null) {
            filters.leaveAll();
        } else if (filters != null && claimed != null) {
            shared.deliveries().left(session, claimed);
            MoquetteSessions broker = MoquetteSessions.of(ctx.channel());
            SessionExpiry end = new SessionExpiry(
                    context, shared, broker, session, ctx.channel().eventLoop());
            shared.kept().left(session, filters, end, expiry);
        }
    }

    /**
     * What the broker's publishes pass on their way to the client.
     *
     * @param connect the client's properties
     */
    public OutboundWindow outboundWindow(MqttProperties connect) {
        return OutboundWindow.of(connect, new PublishDressing(context, connect, connection.isMqtt5(), filters()));
    }

    /** What the session has subscribed to; there is none before CONNECT. */
    HeldFilters filters() {
        HeldFilters held = filters;
        if (held == null) {
            throw new IllegalStateException("the session must have begun, had not");
        }
        return held;
    }

    /** The broker had no session, and has begun one. */
    public void beganAnew() {
        connection.delivery().isLost();
        filters().leaveAll();
    }

    /**
     * DISCONNECT has said that the session ends with it. What Moquette has for that works beside its session loops, and
     * they die of what they find half gone: it gets another CONNECT, which begins anew, and is lost at its CONNACK.
     */
    public void end(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive() && succession.endSession()) {
            shared.kept().end(session);
            if (shared.endDeliveries(session, context.log())) {
                spoolEnd(ctx, false, () -> {});
            }
            handshake.begin(ctx);
            Resender.takeOut(ctx.pipeline());
            ctx.fireChannelRead(Packets.plainConnect(session, true));
        }
    }
}
