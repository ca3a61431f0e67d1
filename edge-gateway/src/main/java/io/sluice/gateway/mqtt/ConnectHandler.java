package io.sluice.gateway.mqtt;

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
import io.sluice.gateway.access.Denial;
import io.sluice.gateway.access.Printable;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.access.Verdict;
import io.sluice.gateway.mqtt.ClientConnection.Phase;
import io.sluice.gateway.mqtt.ConnectRules.Refusal;
import io.sluice.gateway.mqtt.InboundHold.Cause;
import io.sluice.model.identity.DeviceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning and the end of a connection: checks CONNECT, asks who sends it, hands Moquette a plain one of MQTT
 * 3.1.1 whatever the client speaks, and dresses its CONNACK for MQTT 5. Packets that a client may not send end here as
 * well.
 */
final class ConnectHandler extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(ConnectHandler.class);

    private final ClientConnection connection;
    private final InboundHold hold;
    private final AdmissionHandler admission;
    private final ConnectContext context;
    private final Transport transport;
    private final ProofLease lease;
    private final SessionKeeper session;
    private final BrokerHandshake handshake;
    private @Nullable MqttConnectMessage connect;
    private String sessionId = "";
    private Terms terms = Terms.NONE;
    private boolean mayHaveSubscribed;

    /** The device whose connection this is counted as. */
    private Optional<DeviceId> counted = Optional.empty();

    ConnectHandler(
            ClientConnection connection,
            InboundHold hold,
            AdmissionHandler admission,
            ConnectContext context,
            Transport transport,
            SessionKeeper session) {
        this.connection = connection;
        this.hold = hold;
        this.admission = admission;
        this.context = context;
        this.transport = transport;
        this.session = session;
        this.handshake = new BrokerHandshake(session);
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
        if (!(message instanceof MqttConnectMessage first)) {
            ReferenceCountUtil.release(message);
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            return;
        }
        if (ConnectRules.isMqtt5(first)) {
            connection.tell(Reasons.of(first.variableHeader().properties()));
        }
        Refusal refusal = ConnectRules.refusalOf(first);
        if (refusal == null) {
            hold.pause(Cause.CONNACK_AWAITED);
            context.doorkeeper().ask(ctx, transport, first, verdict -> decided(ctx, first, verdict));
        } else {
            refuse(ctx, first, refusal, Disconnect.MALFORMED_PACKET);
        }
    }

    private void decided(ChannelHandlerContext ctx, MqttConnectMessage first, @Nullable Verdict verdict) {
        if (connection.phase() != Phase.FRESH || !ctx.channel().isActive()) {
            return;
        }
        if (verdict instanceof Verdict.Refused refused) {
            turnAway(ctx, first, refused.reason());
            return;
        }
        connection.speaksAs(verdict instanceof Verdict.Granted granted ? granted.speaker() : null);
        if (isForeignWill(first)) {
            turnAway(ctx, first, Denial.FOREIGN_WILL);
        } else {
            accept(ctx, first);
        }
    }

    /** Where nobody is asked, any will is taken, and comes to nothing. */
    private boolean isForeignWill(MqttConnectMessage first) {
        Speaker speaker = connection.speaker();
        return speaker != null
                && first.variableHeader().isWillFlag()
                && context.rules().ownerOf(first.payload().willTopic(), speaker) == TopicRules.Owner.FOREIGN;
    }

    private void turnAway(ChannelHandlerContext ctx, MqttConnectMessage first, Denial reason) {
        context.meters().connectRefused(reason.label());
        log.atDebug()
                .addKeyValue("reason", reason.label())
                .addKeyValue("remote", ctx.channel().remoteAddress())
                .addKeyValue("clientId", Printable.text(first.payload().clientIdentifier()))
                .log("a client was not let in");
        refuse(ctx, first, ProofRefusals.codesOf(reason), Disconnect.NOT_AUTHORIZED);
    }

    private void accept(ChannelHandlerContext ctx, MqttConnectMessage first) {
        connect = first;
        String sent = first.payload().clientIdentifier();
        String clientId = sent.isEmpty() ? ClientIds.assign() : sent;
        Speaker speaker = connection.speaker();
        sessionId = speaker == null ? clientId : ClientIds.within(speaker.scope(), clientId);
        if (!ClientIds.isSafe(sessionId)) {
            refuse(ctx, first, ConnectRules.CLIENT_ID, Disconnect.MALFORMED_PACKET);
            return;
        }
        Optional<DeviceId> device = speaker == null ? Optional.empty() : speaker.onlyDevice();
        Optional<Denial> denial = context.limits().enters(sessionId, device);
        if (denial.isPresent()) {
            turnAway(ctx, first, denial.get());
            return;
        }
        counted = device;
        terms = Terms.of(first, clientId);
        session.begin(
                ctx,
                sessionId,
                terms.isForOneConnection(),
                context.wills().in(first, connection, sessionId, terms.isForOneConnection()),
                delivery -> session.whenFree(ctx, () -> handOn(ctx, first, delivery)));
    }

    private void handOn(ChannelHandlerContext ctx, MqttConnectMessage first, DeliveryState delivery) {
        if (connection.phase() == Phase.FRESH && ctx.channel().isActive()) {
            connection.connecting(ConnectRules.isMqtt5(first), delivery);
            if (connection.isMqtt5()) {
                // Behind the gate, so that it sees what is between the broker and the client, and no telemetry.
                ctx.pipeline()
                        .addAfter(
                                PipelineInstaller.GATE,
                                OutboundWindow.NAME,
                                OutboundWindow.of(first.variableHeader().properties(), context.meters()));
            }
            handshake.begin();
            ctx.fireChannelRead(Packets.plainConnect(sessionId, terms.isForOneConnection()));
        }
    }

    private void refuse(ChannelHandlerContext ctx, MqttConnectMessage first, Refusal refusal, Disconnect closing) {
        boolean isMqtt5 = ConnectRules.isMqtt5(first);
        MqttConnectReturnCode code = isMqtt5 ? refusal.mqtt5() : refusal.mqtt3();
        if (code != null) {
            MqttProperties why = isMqtt5 ? connection.reasons().whyClosed(refusal.why()) : MqttProperties.NO_PROPERTIES;
            ctx.writeAndFlush(Packets.connAck(code, false, why));
        }
        connection.close(ctx, closing);
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
            session.end();
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
        MqttConnectReturnCode code = connAck.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            handshake.end();
            MqttConnectReturnCode told =
                    connection.isMqtt5() ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5 : code;
            ctx.write(Packets.connAck(told, false, MqttProperties.NO_PROPERTIES), promise);
            return;
        }
        if (connection.phase() == Phase.CLOSING) {
            lose(ctx, promise);
            return;
        }
        boolean sessionPresent = connAck.variableHeader().isSessionPresent();
        mayHaveSubscribed = sessionPresent;
        if (!sessionPresent) {
            connection.delivery().isLost();
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
            ctx.close();
            return;
        }
        connection.connected();
        if (!mayHaveSubscribed) {
            Resender.takeOut(ctx.pipeline());
        }
        if (connect != null) {
            session.connected();
            admission.connected(ctx, terms.keepAliveSeconds());
            connect = null;
        }
        lease.begin(ctx);
        session.whenOthersHaveSpoken(ctx, () -> hold.resume(Cause.CONNACK_AWAITED));
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
        context.limits().leaves(counted);
        session.left();
        handshake.channelInactive(ctx);
    }
}
