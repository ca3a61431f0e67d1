package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubComp;
import io.sluice.gateway.mqtt.FrontMeters.Outcome;
import io.sluice.gateway.mqtt.InboundHold.Cause;
import io.sluice.gateway.mqtt.SpoolIntake.Undecoded;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes telemetry of every QoS into the durable log, and answers it when, and only when, it is durable. Moquette never
 * sees it. Confined to its channel's event loop, except for {@link #wake}.
 */
final class DurableGate extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(DurableGate.class);
    private static final long RETRY_MILLIS = 5;

    private final GateContext context;
    private final ClientConnection connection;
    private final InboundHold hold;
    private final SpoolIntake intake;
    private final AnswerQueue answers;
    private final Throttle throttle;
    private final TopicAliases aliases = new TopicAliases();
    private @Nullable Set<Integer> brokersQos2;
    private @Nullable ChannelHandlerContext channelContext;
    private @Nullable EventLoop loop;
    private boolean brokerGotPackets;
    private boolean hasFreshAnswers;

    DurableGate(GateContext context, ClientConnection connection, InboundHold hold) {
        this.context = context;
        this.connection = connection;
        this.hold = hold;
        this.intake = new SpoolIntake(context);
        this.answers = new AnswerQueue(context.meters());
        this.throttle = new Throttle(context, hold);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channelContext = ctx;
        loop = ctx.channel().eventLoop();
    }

    /** One that lets nothing in, for what clients that are gone have left to be stored. */
    static DurableGate withoutChannel(GateContext context, ClientConnection gone, EventLoop loop) {
        DurableGate gate = new DurableGate(context, gone, new InboundHold());
        gate.loop = loop;
        return gate;
    }

    EventLoop loop() {
        EventLoop added = loop;
        if (added == null) {
            throw new IllegalStateException("the gate must be in a pipeline, was not");
        }
        return added;
    }

    private ChannelHandlerContext ctx() {
        ChannelHandlerContext added = channelContext;
        if (added == null) {
            throw new IllegalStateException("the gate must be in a pipeline, was not");
        }
        return added;
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

    /** Moquette queues a command on a session loop at each of these; telemetry alone is none of its business. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
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
        int bytes = packet.payload().readableBytes();
        switch (context.rules().ownerOf(topic, connection.speaker())) {
            case GATE -> telemetry(packet, topic);
            case BROKER -> forward(ctx, packet, topic);
            case FOREIGN -> refuse(ctx, packet, PubAck.NOT_AUTHORIZED, Disconnect.NOT_AUTHORIZED);
            case INVALID -> refuse(ctx, packet, PubAck.TOPIC_NAME_INVALID, Disconnect.TOPIC_NAME_INVALID);
        }
        throttle.published(loop(), topic, bytes);
    }

    private @Nullable Disconnect violationOf(MqttPublishMessage packet) {
        if (!connection.isMqtt5()) {
            return null;
        }
        if (PacketProperties.has(packet.variableHeader().properties(), MqttPropertyType.SUBSCRIPTION_IDENTIFIER)) {
            return Disconnect.PROTOCOL_ERROR;
        }
        return packet.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE && answers.isReceiveMaximumUsed()
                ? Disconnect.RECEIVE_MAXIMUM_EXCEEDED
                : null;
    }

    private void telemetry(MqttPublishMessage packet, String topic) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        int packetId = packet.variableHeader().packetId();
        long hash = qos == MqttQoS.AT_MOST_ONCE ? 0 : ContentHash.of(topic, packet.payload());
        Answer answer = Answer.toPublish(this, qos, packetId, hash);
        if (RepeatedPublishes.isRepeat(answer, packet.fixedHeader().isDup(), connection.delivery(), answers)) {
            packet.release();
            context.meters().publish(Outcome.REPEATED, qos.value());
        } else if (isOverQuota(answer)) {
            packet.release();
            context.meters().publish(Outcome.OVER_QUOTA, qos.value());
            answer.because("the spool is full, send it again later");
            answer.settle(PubAck.QUOTA_EXCEEDED.byteValue());
            answers.addNew(answer);
        } else if (intake.offer(new Undecoded(packet, topic, connection, answer))) {
            taken(answer);
        } else {
            await();
        }
    }

    /** By setting only: the answer ends the delivery, and ordinary clients would then not send it again. */
    private boolean isOverQuota(Answer answer) {
        return context.answersQuota()
                && connection.isMqtt5()
                && answer.kind != Answer.Kind.NONE
                && !context.log().isAccepting();
    }

    private void taken(Answer answer) {
        if (answer.kind == Answer.Kind.PUBCOMP) {
            answers.add(answer);
        } else if (answer.kind != Answer.Kind.NONE) {
            answers.addNew(answer);
            connection.delivery().opened(answer);
        }
    }

    /** Of what is refused there is more than can be kept: this one is not answered, and may come again later. */
    void overwhelmed(Answer answer) {
        context.meters().publish(Outcome.OVER_QUOTA, answer.qos());
        if (channelContext != null) {
            connection.close(channelContext, Disconnect.QUOTA_EXCEEDED);
        }
    }

    private void await() {
        hold.pause(Cause.SPOOL_FULL);
        context.waiting().add(this);
        if (context.log().isAccepting()) {
            // Room came while we were not yet listed, so that nobody will wake us.
            loop().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** There is room in the log again. From any thread. */
    void wake() {
        if (!loop().isShuttingDown()) {
            loop().execute(this::retry);
        }
    }

    private void retry() {
        if (!intake.isWaiting()) {
            return;
        }
        Answer answer = intake.retry();
        if (answer == null) {
            await();
            return;
        }
        context.waiting().remove(this);
        taken(answer);
        hold.resume(Cause.SPOOL_FULL);
    }

    private void forward(ChannelHandlerContext ctx, MqttPublishMessage packet, String topic) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        context.meters().publish(Outcome.FORWARDED, qos.value());
        if (qos == MqttQoS.EXACTLY_ONCE) {
            if (brokersQos2 == null) {
                brokersQos2 = new HashSet<>();
            }
            brokersQos2.add(packet.variableHeader().packetId());
        }
        toBroker(ctx, Packets.forBroker(packet, topic));
    }

    /** MQTT 5 is told and stays; MQTT 3.1.1 has no word for it and is closed. */
    private void refuse(ChannelHandlerContext ctx, MqttPublishMessage packet, PubAck reason, Disconnect closing) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        int packetId = packet.variableHeader().packetId();
        packet.release();
        context.meters().publish(Outcome.FOREIGN, qos.value());
        if (!connection.isMqtt5()) {
            connection.close(ctx, closing);
        } else if (qos != MqttQoS.AT_MOST_ONCE) {
            Answer answer = Answer.toPublish(this, qos, packetId, 0);
            answer.because(
                    reason == PubAck.NOT_AUTHORIZED
                            ? "the topic is not this client's"
                            : "the topic must name a device");
            answer.settle(reason.byteValue());
            answers.addNew(answer);
        }
    }

    private void release(ChannelHandlerContext ctx, MqttMessage pubRel) {
        int packetId = ((MqttMessageIdVariableHeader) pubRel.variableHeader()).messageId();
        switch (connection.delivery().release(packetId)) {
            case TOO_EARLY -> connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            case DONE -> answers.add(Answer.pubComp(this, packetId, PubComp.SUCCESS.byteValue()));
            case TO_BE_SPOOLED -> spoolRelease(packetId);
            case UNKNOWN -> {
                if (brokersQos2 != null && brokersQos2.remove(packetId)) {
                    toBroker(ctx, pubRel);
                } else {
                    answers.add(Answer.pubComp(this, packetId, PubComp.PACKET_IDENTIFIER_NOT_FOUND.byteValue()));
                }
            }
        }
    }

    /** PUBCOMP frees the packet id, which must not swallow its next publish after a crash: durable first. */
    private void spoolRelease(int packetId) {
        DeliveryState delivery = connection.delivery();
        Exchange exchange = delivery.releasing(packetId);
        if (exchange == null) {
            return;
        }
        Answer answer = Answer.toRelease(this, packetId, () -> delivery.released(packetId));
        if (intake.offer(new SpoolEntry.Released(exchange), delivery, answer)) {
            taken(answer);
        } else {
            await();
        }
    }

    /**
     * The publish behind the answer is durable. The caller flushes afterwards.
     *
     * @return whether this gate had nothing to flush before
     */
    boolean durable(Answer answer) {
        answer.settle(answer.reason());
        CommitFanout.count(answer, context.meters());
        if (answer.kind == Answer.Kind.PUBACK) {
            connection.delivery().closed(answer);
        } else if (answer.kind == Answer.Kind.PUBREC && answer.isRefusal() && connection.isMqtt5()) {
            connection.delivery().refused(answer);
        }
        LocalReading local = answer.takeLocal();
        if (local != null) {
            context.localReadings().publish(local);
        }
        answer.runThen();
        answer.takeRepeats().forEach(repeat -> RepeatedPublishes.settle(repeat, answer.reason()));
        boolean isFirst = !hasFreshAnswers;
        hasFreshAnswers = true;
        return isFirst;
    }

    void flush() {
        hasFreshAnswers = false;
        if (channelContext != null && channelContext.channel().isActive()) {
            answers.flush(channelContext, connection.reasons());
        }
    }

    /** Reads no more, and closes when all is answered or at the deadline. */
    void leave(long deadlineNanos) {
        hold.pause(Cause.SHUTTING_DOWN);
        if (answers.isEmpty() || System.nanoTime() - deadlineNanos > 0) {
            connection.close(ctx(), Disconnect.SERVER_SHUTTING_DOWN);
            ctx().close();
        } else {
            loop().schedule(() -> leave(deadlineNanos), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answers.clear();
        abandon();
        ctx.fireChannelInactive();
    }

    /** The client goes on elsewhere, and sends again there what waits here for room. */
    void abandon() {
        Answer dropped = intake.abandon();
        if (dropped != null && dropped.kind == Answer.Kind.NONE) {
            context.meters().publish(Outcome.LOST, dropped.qos());
        }
        if (!intake.isWaiting()) {
            context.waiting().remove(this);
        }
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
