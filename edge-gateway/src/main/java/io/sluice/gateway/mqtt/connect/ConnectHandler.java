package io.sluice.gateway.mqtt.connect;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.gate.DeliveryState;
import io.sluice.gateway.mqtt.gate.DurableGate;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.session.BrokerHandshake;
import io.sluice.gateway.mqtt.session.OutboundWindow;
import io.sluice.gateway.mqtt.session.Resender;
import io.sluice.gateway.mqtt.session.SessionKeeper;

/**
 * The beginning and the end of a connection: hands Moquette a plain CONNECT of MQTT 3.1.1 for a client that the
 * entrance has let in, whatever it speaks, and dresses the CONNACK for MQTT 5. Packets that a client may not send end
 * here as well.
 */
public final class ConnectHandler extends ChannelDuplexHandler {
    private final ClientConnection connection;
    private final InboundHold hold;
    private final AdmissionHandler admission;
    private final ConnectContext context;
    private final Entrance entrance;
    private final ProofLease lease;
    private final SessionKeeper session;
    private final BrokerHandshake handshake;
    private Terms terms = Terms.NONE;
    private boolean mayHaveSubscribed;

    public ConnectHandler(
            ClientConnection connection,
            InboundHold hold,
            AdmissionHandler admission,
            ConnectContext context,
            Transport transport,
            SessionKeeper session,
            BrokerHandshake handshake) {
        this.connection = connection;
        this.hold = hold;
        this.admission = admission;
        this.context = context;
        this.session = session;
        this.entrance = new Entrance(connection, hold, context, transport);
        this.handshake = handshake;
        this.lease = new ProofLease(connection, context.clock());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        MqttMessage message = (MqttMessage) packet;
        if (connection.phase() == Phase.CLOSING) {
            ReferenceCountUtil.release(message);
        } else if (connection.phase() == Phase.FRESH) {
            firstPacket(ctx, message);
        } else {
            laterPacket(ctx, message);
        }
    }

    private void firstPacket(ChannelHandlerContext ctx, MqttMessage message) {
        if (message instanceof MqttConnectMessage connect) {
            entrance.enter(ctx, connect, (sessionId, asked) -> letIn(ctx, connect, sessionId, asked));
        } else {
            ReferenceCountUtil.release(message);
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
        }
    }

    private void letIn(ChannelHandlerContext ctx, MqttConnectMessage connect, String sessionId, Terms asked) {
        terms = asked;
        session.begin(
                ctx,
                sessionId,
                terms.isForOneConnection(),
                context.wills().in(connect, connection, sessionId, terms.isForOneConnection()),
                delivery -> handshake.whenFree(() -> handOn(ctx, connect, sessionId, delivery)));
    }

    private void handOn(
            ChannelHandlerContext ctx, MqttConnectMessage connect, String sessionId, DeliveryState delivery) {
        if (connection.phase() == Phase.FRESH && ctx.channel().isActive()) {
            connection.connecting(terms.isMqtt5(), delivery);
            if (connection.isMqtt5()) {
                // Behind the gate, so that it sees what is between the broker and the client, and no telemetry.
                ctx.pipeline()
                        .addAfter(
                                DurableGate.NAME,
                                OutboundWindow.NAME,
                                OutboundWindow.of(connect.variableHeader().properties(), context.meters()));
            }
            session.handedOn(ctx);
            ctx.fireChannelRead(Packets.plainConnect(sessionId, terms.isForOneConnection()));
        }
    }

    private void laterPacket(ChannelHandlerContext ctx, MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case PINGREQ -> ctx.writeAndFlush(Packets.PINGRESP);
            case DISCONNECT -> disconnect(ctx, message);
            case PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, UNSUBSCRIBE -> ctx.fireChannelRead(message);
            default -> connection.close(ctx, Disconnect.PROTOCOL_ERROR);
        }
    }

    private void disconnect(ChannelHandlerContext ctx, MqttMessage message) {
        if (terms.isBrokenBy(message)) {
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            return;
        }
        session.goodbye(message);
        connection.leaving();
        if (terms.isEndedBy(message)) {
            session.end(ctx);
        } else {
            ctx.fireChannelRead(Packets.PLAIN_DISCONNECT);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttConnAckMessage connAck && handshake.isUnderWay()) {
            writeConnAck(ctx, connAck, promise);
        } else if (isDisconnect(packet) && !connection.isMqtt5()) {
            promise.trySuccess(); // a server of MQTT 3.1.1 has no DISCONNECT to send
        } else {
            ctx.write(packet, promise);
        }
    }

    private static boolean isDisconnect(Object packet) {
        return packet instanceof MqttMessage message
                && message.fixedHeader().messageType() == MqttMessageType.DISCONNECT;
    }

    private void writeConnAck(ChannelHandlerContext ctx, MqttConnAckMessage connAck, ChannelPromise promise) {
        boolean isCloseWanted = handshake.answered();
        MqttConnectReturnCode code = connAck.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            handshake.end();
            MqttConnectReturnCode told =
                    connection.isMqtt5() ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5 : code;
            ctx.write(Packets.connAck(told, false, MqttProperties.NO_PROPERTIES), promise);
            return;
        }
        if (isCloseWanted || connection.phase() == Phase.CLOSING) {
            lose(ctx, promise);
            return;
        }
        session.answered(ctx);
        boolean sessionPresent = connAck.variableHeader().isSessionPresent();
        mayHaveSubscribed = sessionPresent;
        if (!sessionPresent) {
            session.beganAnew();
        }
        MqttConnAckMessage ours = Packets.connAck(code, sessionPresent, terms.connAck(context.maxPacketBytes()));
        ctx.write(ours, ctx.newPromise().addListener(written -> {
            if (written.isSuccess()) {
                session.welcomed();
                promise.trySuccess();
                handshake.awaitMoquette(ctx, () -> begin(ctx));
            } else {
                lose(ctx, promise);
            }
        }));
    }

    /** In this order: into an open connection Moquette would send what waits for the session. */
    private static void lose(ChannelHandlerContext ctx, ChannelPromise connAck) {
        ctx.close();
        connAck.trySuccess();
    }

    private void begin(ChannelHandlerContext ctx) {
        if (connection.phase() == Phase.CLOSING) {
            connection.sayWhyAndClose(ctx);
            return;
        }
        connection.connected();
        if (!mayHaveSubscribed) {
            Resender.takeOut(ctx.pipeline());
        }
        admission.connected(ctx, terms.keepAliveSeconds());
        lease.begin(ctx);
        session.whenOthersHaveSpoken(() -> hold.resume(Cause.CONNACK_AWAITED));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Revocation revocation) {
            lease.revoke(ctx, revocation.revoked());
        } else if (event instanceof Disconnect reason) {
            connection.close(ctx, reason);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.leaving();
        lease.end();
        entrance.leave();
        session.left();
        handshake.channelInactive(ctx);
    }
}
