package io.sluice.gateway.mqtt.gate;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubComp;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import io.sluice.gateway.mqtt.packet.PublishProperties;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.mqtt.topic.TopicRules.Owner;
import io.sluice.model.payload.Decoded.Rejected;
import io.sluice.model.payload.rejection.RejectReason;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes telemetry of every QoS into the durable log, and answers it when, and only when, it is durable; hands commands
 * to the broker within bounds. No publish reaches Moquette's own handler. Confined to its channel's event loop.
 */
public final class DurableGate extends ChannelInboundHandlerAdapter {
    public static final String NAME = "sluice-gate";

    private static final Logger log = LoggerFactory.getLogger(DurableGate.class);
    private static final long RETRY_MILLIS = 5;

    private final GateContext context;
    private final ClientConnection connection;
    private final InboundHold hold;
    private final AnswerDesk desk;
    private final TelemetryIntake intake;
    private final CommandIntake commands;
    private final Throttle throttle;
    private final TopicAliases aliases = new TopicAliases();
    private boolean brokerGotPackets;

    public DurableGate(
            GateContext context,
            ClientConnection connection,
            InboundHold hold,
            AnswerDesk desk,
            TelemetryIntake intake) {
        this.context = context;
        this.connection = connection;
        this.hold = hold;
        this.desk = desk;
        this.intake = intake;
        this.commands = new CommandIntake(context, connection, desk);
        this.throttle = new Throttle(context, hold);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        desk.open(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (packet instanceof MqttPublishMessage publish) {
            publish(ctx, publish);
        } else if (packet instanceof MqttMessage message && isPubRel(message)) {
            release(ctx, message);
        } else {
            toBroker(ctx, packet);
        }
    }

    private static boolean isPubRel(MqttMessage message) {
        return message.fixedHeader().messageType() == MqttMessageType.PUBREL;
    }

    private void toBroker(ChannelHandlerContext ctx, Object packet) {
        // CONNECT is handed on later than it was read; what ends a read then is the next packet, or the end of all.
        brokerGotPackets |= !(packet instanceof MqttConnectMessage);
        ctx.fireChannelRead(packet);
    }

    /** Moquette queues a command on a session loop at each of these; publishes alone are none of its business. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        desk.flush();
        if (brokerGotPackets) {
            brokerGotPackets = false;
            ctx.fireChannelReadComplete();
        }
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage packet) {
        TopicAliases.Resolved resolved = aliases.resolve(packet.variableHeader());
        Disconnect violation = resolved.violation() == null ? violationOf(packet) : resolved.violation();
        String topic = resolved.topic();
        if (violation != null || topic == null) {
            packet.release();
            connection.close(ctx, violation == null ? Disconnect.PROTOCOL_ERROR : violation);
            return;
        }
        int bytes =
                packet.variableHeader().topicName().length() + packet.payload().readableBytes();
        Owner owner = context.rules().ownerOf(topic, connection.speaker());
        switch (owner) {
            case GATE -> intake.publish(packet, topic);
            case BROKER -> commands.publish(ctx, packet, topic);
            case FOREIGN -> refuse(ctx, packet, topic, RejectReason.NOT_AUTHORIZED, "be this client's");
            case INVALID -> refuse(ctx, packet, topic, RejectReason.TOPIC_INVALID, "name a device");
        }
        boolean isOurs = owner == Owner.GATE || owner == Owner.BROKER;
        throttle.published(desk.loop(), isOurs ? topic : PublishBudget.OF_NOBODY, bytes);
    }

    private @Nullable Disconnect violationOf(MqttPublishMessage packet) {
        if (!connection.isMqtt5()) {
            return null;
        }
        if (PublishProperties.isProtocolErrorIn(packet.variableHeader().properties())) {
            return Disconnect.PROTOCOL_ERROR;
        }
        return packet.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE
                        && desk.answers().isReceiveMaximumUsed()
                ? Disconnect.RECEIVE_MAXIMUM_EXCEEDED
                : null;
    }

    /**
     * A dead letter, whatever it says. MQTT 5 is told once that is durable, and stays; MQTT 3.1.1 has no word for it
     * and is closed.
     */
    private void refuse(
            ChannelHandlerContext ctx, MqttPublishMessage packet, String topic, RejectReason reason, String rule) {
        String shown = TopicRules.beginningOf(topic);
        intake.refuse(packet, shown, new Rejected(reason, "topic must " + rule + ", was " + shown, null, List.of()));
        if (!connection.isMqtt5()) {
            context.meters()
                    .publish(Outcome.FOREIGN, packet.fixedHeader().qosLevel().value());
            connection.close(ctx, Disconnect.valueOf((byte) reason.mqttReasonCode()));
        }
    }

    private void release(ChannelHandlerContext ctx, MqttMessage pubRel) {
        int packetId = ((MqttMessageIdVariableHeader) pubRel.variableHeader()).messageId();
        switch (connection.delivery().release(packetId)) {
            case TOO_EARLY -> connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            case DONE -> desk.answers().add(Answer.pubComp(desk, packetId, PubComp.SUCCESS.byteValue()));
            case TO_BE_SPOOLED -> intake.release(packetId);
            case UNKNOWN -> {
                PubComp reason = commands.release(packetId) ? PubComp.SUCCESS : PubComp.PACKET_IDENTIFIER_NOT_FOUND;
                desk.answers().add(Answer.pubComp(desk, packetId, reason.byteValue()));
            }
        }
    }

    /** Reads no more, and closes when all is answered, CONNECT as well, or at the deadline. */
    public void leave(ChannelHandlerContext ctx, long deadlineNanos) {
        hold.pause(Cause.SHUTTING_DOWN);
        boolean isAnswered =
                connection.phase() != Phase.CONNECTING && desk.answers().isEmpty();
        if (isAnswered || System.nanoTime() - deadlineNanos > 0) {
            connection.close(ctx, Disconnect.SERVER_SHUTTING_DOWN);
            ctx.close();
        } else {
            desk.loop().schedule(() -> leave(ctx, deadlineNanos), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        desk.close();
        intake.abandon();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.atWarn().setCause(cause).addKeyValue("channel", ctx.channel()).log("closed a connection after a fault");
        }
        connection.close(ctx, Disconnect.UNSPECIFIED_ERROR);
        ctx.close();
    }
}
