package io.sluice.gateway.mqtt.connect;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.session.BrokerHandshake;
import io.sluice.gateway.mqtt.session.SessionKeeper;
import java.time.Duration;

/** The beginning and the end of a connection. Packets that a client may not send end here as well. */
public final class ConnectHandler extends ChannelDuplexHandler {
    private final ClientConnection connection;
    private final InboundHold hold;
    private final AdmissionHandler admission;
    private final Entrance entrance;
    private final Welcome welcome;
    private final ProofLease lease;
    private final SessionKeeper session;
    private final BrokerHandshake handshake;

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
        this.session = session;
        this.handshake = handshake;
        this.entrance = new Entrance(connection, hold, context, transport);
        this.lease = new ProofLease(connection, context.clock());
        this.welcome = new Welcome(connection, context, session, handshake, this::begin);
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
            entrance.enter(ctx, connect, (sessionId, terms) -> welcome.letIn(ctx, connect, sessionId, terms));
        } else {
            ReferenceCountUtil.release(message);
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
        }
    }

    private void begin(ChannelHandlerContext ctx, Terms terms) {
        admission.connected(ctx, terms.keepAliveSeconds());
        lease.begin(ctx);
        session.whenOthersHaveSpoken(() -> hold.resume(Cause.CONNACK_AWAITED));
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
        Terms terms = welcome.terms();
        if (terms.isBrokenBy(message)) {
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            return;
        }
        Duration expiry = terms.expiryBy(message);
        session.goodbye(message, expiry);
        connection.leaving();
        if (expiry.isZero() && !terms.life().isOneConnection()) {
            session.end(ctx);
        } else {
            ctx.fireChannelRead(Packets.PLAIN_DISCONNECT);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttConnAckMessage connAck && handshake.isUnderWay()) {
            welcome.answered(ctx, connAck, promise);
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
        session.left(ctx);
        handshake.channelInactive(ctx);
    }
}
