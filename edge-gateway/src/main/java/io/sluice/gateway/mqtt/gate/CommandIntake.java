package io.sluice.gateway.mqtt.gate;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;

/**
 * Takes a connection's publishes for the embedded broker's subscribers, and has them answered at once: nothing is
 * promised of them that would have to be waited for. Confined to its event loop.
 */
final class CommandIntake {
    private final GateContext context;
    private final ClientConnection connection;
    private final AnswerDesk desk;

    CommandIntake(GateContext context, ClientConnection connection, AnswerDesk desk) {
        this.context = context;
        this.connection = connection;
        this.desk = desk;
    }

    /** @param packet released here, in any case */
    void publish(ChannelHandlerContext ctx, MqttPublishMessage packet, String topic) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        int packetId = packet.variableHeader().packetId();
        long contentHash = qos == MqttQoS.EXACTLY_ONCE ? ContentHash.of(topic, packet.payload()) : 0;
        Answer answer = Answer.toPublish(desk, qos, packetId, contentHash);
        if (isOpen(answer)) {
            packet.release();
            context.meters().publish(Outcome.REPEATED, qos.value());
            answer.settle(PubAck.SUCCESS.byteValue());
            desk.answers().add(answer);
            return;
        }
        String refusal;
        try {
            refusal = context.commands().publish(topic, packet);
        } finally {
            packet.release();
        }
        if (refusal == null) {
            taken(answer);
        } else {
            refused(ctx, answer, refusal);
        }
    }

    private boolean isOpen(Answer answer) {
        return answer.kind == Answer.Kind.PUBREC && open().isOpen(answer.packetId, answer.contentHash);
    }

    private OpenCommands open() {
        return connection.delivery().commands();
    }

    private void taken(Answer answer) {
        context.meters().publish(Outcome.FORWARDED, answer.qos());
        if (answer.kind == Answer.Kind.PUBREC) {
            open().open(answer.packetId, answer.contentHash);
        }
        if (answer.kind != Answer.Kind.NONE) {
            answer.settle(PubAck.SUCCESS.byteValue());
            desk.answers().addNew(answer);
        }
    }

    /** MQTT 5 is told and stays; MQTT 3.1.1 has no word for it and is closed, unless it waits for none. */
    private void refused(ChannelHandlerContext ctx, Answer answer, String why) {
        context.meters().publish(Outcome.COMMANDS_FULL, answer.qos());
        if (answer.kind == Answer.Kind.NONE) {
            return;
        }
        if (!connection.isMqtt5()) {
            connection.close(ctx, Disconnect.QUOTA_EXCEEDED);
            return;
        }
        answer.because(why);
        answer.settle(PubAck.QUOTA_EXCEEDED.byteValue());
        desk.answers().addNew(answer);
    }

    /** @return whether PUBREL was for a publish of these */
    boolean release(int packetId) {
        return open().release(packetId);
    }
}
