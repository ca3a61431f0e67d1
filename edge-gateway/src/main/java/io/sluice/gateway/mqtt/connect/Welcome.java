package io.sluice.gateway.mqtt.connect;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.gate.DeliveryState;
import io.sluice.gateway.mqtt.gate.DurableGate;
import io.sluice.gateway.mqtt.gate.WillManner;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.session.BrokerHandshake;
import io.sluice.gateway.mqtt.session.OutboundWindow;
import io.sluice.gateway.mqtt.session.Resender;
import io.sluice.gateway.mqtt.session.SessionKeeper;
import io.sluice.gateway.spool.Will;
import java.util.function.BiConsumer;

/**
 * From the entrance to the first packet behind CONNACK: Moquette gets a plain CONNECT of MQTT 3.1.1, whatever the
 * client speaks, and its CONNACK is dressed for MQTT 5. One connection's; confined to its event loop.
 */
final class Welcome {
    private final ClientConnection connection;
    private final ConnectContext context;
    private final SessionKeeper session;
    private final BrokerHandshake handshake;
    private final BiConsumer<ChannelHandlerContext, Terms> begun;
    private Terms terms = Terms.NONE;

    /** @param begun told when Moquette takes packets, on a connection that goes on */
    Welcome(
            ClientConnection connection,
            ConnectContext context,
            SessionKeeper session,
            BrokerHandshake handshake,
            BiConsumer<ChannelHandlerContext, Terms> begun) {
        this.connection = connection;
        this.context = context;
        this.session = session;
        this.handshake = handshake;
        this.begun = begun;
    }

    /** What the client was let in on. */
    Terms terms() {
        return terms;
    }

    void letIn(ChannelHandlerContext ctx, MqttConnectMessage connect, String sessionId, Terms asked) {
        terms = asked;
        Will will =
                context.wills().in(connect, connection, sessionId, terms.life().isOneConnection());
        if (will != null && !will.isKept()) {
            connection.leavesWill(WillManner.of(connect));
        }
        session.begin(
                ctx,
                sessionId,
                terms.life(),
                will,
                delivery -> handshake.whenFree(() -> handOn(ctx, connect, sessionId, delivery)));
    }

    private void handOn(
            ChannelHandlerContext ctx, MqttConnectMessage connect, String sessionId, DeliveryState delivery) {
        if (connection.phase() == Phase.FRESH && ctx.channel().isActive()) {
            connection.connecting(terms.isMqtt5(), delivery);
            // Behind the gate, so that it sees what is between the broker and the client, and no telemetry.
            ctx.pipeline()
                    .addAfter(
                            DurableGate.NAME,
                            OutboundWindow.NAME,
                            session.outboundWindow(connect.variableHeader().properties()));
            session.handedOn(ctx);
            ctx.fireChannelRead(Packets.plainConnect(sessionId, terms.life().isOneConnection()));
        }
    }

    /** The broker has answered. */
    void answered(ChannelHandlerContext ctx, MqttConnAckMessage connAck, ChannelPromise promise) {
        boolean isCloseWanted = handshake.answered();
        MqttConnectReturnCode code = connAck.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            handshake.end();
            MqttConnectReturnCode told =
                    connection.isMqtt5() ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5 : code;
            ctx.write(Packets.connAck(told, false, MqttProperties.NO_PROPERTIES), promise);
        } else if (isCloseWanted || connection.phase() == Phase.CLOSING) {
            lose(ctx, promise);
        } else {
            welcome(ctx, connAck.variableHeader().isSessionPresent(), promise);
        }
    }

    private void welcome(ChannelHandlerContext ctx, boolean sessionPresent, ChannelPromise promise) {
        session.answered(ctx);
        if (!sessionPresent) {
            session.beganAnew();
        }
        MqttConnAckMessage ours = Packets.connAck(
                MqttConnectReturnCode.CONNECTION_ACCEPTED, sessionPresent, terms.connAck(context.maxPacketBytes()));
        ctx.write(ours, ctx.newPromise().addListener(written -> {
            if (written.isSuccess()) {
                session.welcomed(ctx, sessionPresent, () -> {
                    promise.trySuccess();
                    handshake.awaitMoquette(ctx, () -> begin(ctx, sessionPresent));
                });
            } else {
                lose(ctx, promise);
            }
        }));
    }

    /** In this order: into an open connection Moquette would send what waits for the session. */
    private void lose(ChannelHandlerContext ctx, ChannelPromise connAck) {
        handshake.closeAnswered(ctx);
        connAck.trySuccess();
    }

    private void begin(ChannelHandlerContext ctx, boolean mayHaveSubscribed) {
        if (connection.phase() == Phase.CLOSING) {
            connection.sayWhyAndClose(ctx);
            return;
        }
        connection.connected();
        if (!mayHaveSubscribed) {
            Resender.takeOut(ctx.pipeline());
        }
        begun.accept(ctx, terms);
    }
}
