package io.sluice.gateway.mqtt.connect;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.access.Denial;
import io.sluice.gateway.access.Printable;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.access.Verdict;
import io.sluice.gateway.mqtt.connect.ConnectRules.Refusal;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.packet.ClientIds;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.packet.Reasons;
import io.sluice.gateway.mqtt.session.KeptSessions;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.model.identity.DeviceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a client in or refuses it: its CONNECT must keep to the protocol, the doorkeeper must know who sends it, its
 * will must be of its own devices, and one more must be within the limits. One connection's; confined to its event
 * loop.
 */
final class Entrance {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    /** Of MQTT 5, without properties. */
    private static final int PLAIN_CONNACK_BYTES = 5;

    /** Told of a client that is let in. */
    interface LetIn {
        /** @param sessionId under which the broker knows the client */
        void accept(String sessionId, Terms terms);
    }

    private final ClientConnection connection;
    private final InboundHold hold;
    private final ConnectContext context;
    private final Transport transport;

    /** The device whose connection this is counted as. */
    private Optional<DeviceId> counted = Optional.empty();

    Entrance(ClientConnection connection, InboundHold hold, ConnectContext context, Transport transport) {
        this.connection = connection;
        this.hold = hold;
        this.context = context;
        this.transport = transport;
    }

    /**
     * What comes behind a CONNECT that keeps to the protocol is held back from here on.
     *
     * @param letIn told at once or later; never where the client is refused, or closes meanwhile
     */
    void enter(ChannelHandlerContext ctx, MqttConnectMessage connect, LetIn letIn) {
        if (ConnectRules.isMqtt5(connect)) {
            connection.tell(Reasons.of(connect.variableHeader().properties()));
        }
        Refusal refusal = ConnectRules.refusalOf(connect);
        if (refusal == null) {
            hold.pause(Cause.CONNACK_AWAITED);
            context.doorkeeper().ask(ctx, transport, connect, verdict -> decided(ctx, connect, verdict, letIn));
        } else {
            refuse(ctx, connect, refusal, Disconnect.MALFORMED_PACKET);
        }
    }

    private void decided(
            ChannelHandlerContext ctx, MqttConnectMessage connect, @Nullable Verdict verdict, LetIn letIn) {
        if (connection.phase() != Phase.FRESH || !ctx.channel().isActive()) {
            return;
        }
        if (verdict instanceof Verdict.Refused refused) {
            turnAway(ctx, connect, refused.reason());
            return;
        }
        connection.speaksAs(verdict instanceof Verdict.Granted granted ? granted.speaker() : null);
        if (isForeignWill(connect)) {
            turnAway(ctx, connect, Denial.FOREIGN_WILL);
        } else {
            enterWithinLimits(ctx, connect, letIn);
        }
    }

    /** Where nobody is asked, any will is taken, and comes to nothing. */
    private boolean isForeignWill(MqttConnectMessage connect) {
        Speaker speaker = connection.speaker();
        return speaker != null
                && connect.variableHeader().isWillFlag()
                && context.rules().ownerOf(connect.payload().willTopic(), speaker) == TopicRules.Owner.FOREIGN;
    }

    private void enterWithinLimits(ChannelHandlerContext ctx, MqttConnectMessage connect, LetIn letIn) {
        String sent = connect.payload().clientIdentifier();
        String clientId = sent.isEmpty() ? ClientIds.assign() : sent;
        Speaker speaker = connection.speaker();
        String sessionId = speaker == null ? clientId : ClientIds.within(speaker.scope(), clientId);
        if (!ClientIds.isSafe(sessionId)) {
            refuse(ctx, connect, ConnectRules.CLIENT_ID, Disconnect.MALFORMED_PACKET);
            return;
        }
        Optional<DeviceId> device = speaker == null ? Optional.empty() : speaker.onlyDevice();
        Optional<Denial> denial = context.limits().enters(sessionId, device);
        if (denial.isPresent()) {
            turnAway(ctx, connect, denial.get());
            return;
        }
        counted = device;
        Terms terms = terms(connect, clientId, sessionId);
        if (terms.isMqtt5() && terms.connAckBytes() > connection.reasons().maxPacketBytes()) {
            refuse(ctx, connect, ConnectRules.TAKES_TOO_LITTLE, Disconnect.PACKET_TOO_LARGE);
        } else {
            letIn.accept(sessionId, terms);
        }
    }

    private Terms terms(MqttConnectMessage connect, String clientId, String sessionId) {
        KeptSessions kept = context.sessions().kept();
        Terms asked = Terms.of(connect, clientId, kept.has(sessionId));
        if (asked.life().isOneConnection() || kept.mayKeep(sessionId, connection.account())) {
            return asked;
        }
        context.meters().sessionNotKept();
        return asked.forOneConnection();
    }

    private void turnAway(ChannelHandlerContext ctx, MqttConnectMessage connect, Denial reason) {
        context.meters().connectRefused(reason.label());
        log.atDebug()
                .addKeyValue("reason", reason.label())
                .addKeyValue("remote", ctx.channel().remoteAddress())
                .addKeyValue("clientId", Printable.text(connect.payload().clientIdentifier()))
                .log("a client was not let in");
        refuse(ctx, connect, ProofRefusals.codesOf(reason), Disconnect.NOT_AUTHORIZED);
    }

    private void refuse(ChannelHandlerContext ctx, MqttConnectMessage connect, Refusal refusal, Disconnect closing) {
        boolean isMqtt5 = ConnectRules.isMqtt5(connect);
        MqttConnectReturnCode code = isMqtt5 ? refusal.mqtt5() : refusal.mqtt3();
        if (code != null && (!isMqtt5 || connection.reasons().maxPacketBytes() >= PLAIN_CONNACK_BYTES)) {
            MqttProperties why = isMqtt5 ? connection.reasons().whyClosed(refusal.why()) : MqttProperties.NO_PROPERTIES;
            ctx.writeAndFlush(Packets.connAck(code, false, why));
        }
        connection.close(ctx, closing);
    }

    /** The connection is gone. */
    void leave() {
        context.limits().leaves(counted);
    }
}
