package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Packets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the broker sends to a client within the bounds of its CONNECT, of which Moquette knows nothing. A publish
 * beyond the receive maximum waits here; Moquette has ten unanswered at most, so no more can wait. One that is larger
 * than the client takes, or whose time is over, is dropped, and the broker told that it has arrived. Moquette sends
 * again what is not answered within five seconds. MQTT 5 forbids that on one connection, and older clients answer each
 * time, by which Moquette loses places in its own window for good: that ends here too. Confined to its channel's event
 * loop.
 */
public final class OutboundWindow extends ChannelDuplexHandler {
    public static final String NAME = "sluice-window";

    /** From here on MQTT 5 reason codes say no. */
    private static final int FIRST_ERROR = 0x80;

    private static final long RECEIVE_MAXIMUM_UNSAID = 65_535;

    /** Of an exchange, by what was said last. */
    private enum Step {
        PUBLISHED,
        /** PUBREC went to the broker, the client's or, of what a former connection may have brought it, ours. */
        RECEIVED,
        RELEASED,
        /** Over for the client; the broker has PUBREC and will answer PUBREL. */
        DISCARDED
    }

    private final long receiveMaximum;
    private final PublishDressing dressing;
    private @Nullable Map<Integer, Step> steps;
    private @Nullable ArrayDeque<MqttPublishMessage> waiting;

    private OutboundWindow(long receiveMaximum, PublishDressing dressing) {
        this.receiveMaximum = receiveMaximum;
        this.dressing = dressing;
    }

    /** @param connect the client's properties */
    static OutboundWindow of(MqttProperties connect, PublishDressing dressing) {
        return new OutboundWindow(
                PacketProperties.number(connect, MqttPropertyType.RECEIVE_MAXIMUM, RECEIVE_MAXIMUM_UNSAID), dressing);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttPublishMessage publish) {
            publish(ctx, publish, promise);
        } else if (packet instanceof MqttMessage message
                && message.fixedHeader().messageType() == MqttMessageType.PUBREL) {
            release(ctx, message, promise);
        } else {
            ctx.write(packet, promise);
        }
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage publish, ChannelPromise promise) {
        boolean isAnswered = publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
        int packetId = publish.variableHeader().packetId();
        if (isAnswered && publish.fixedHeader().isDup() && isUnderWay(packetId)) {
            drop(publish, promise);
        } else if (!isAnswered || (waiting().isEmpty() && maySend(packetId))) {
            send(ctx, publish, promise);
        } else {
            waiting().add(publish);
            promise.trySuccess();
        }
    }

    private void send(ChannelHandlerContext ctx, MqttPublishMessage publish, ChannelPromise promise) {
        int packetId = publish.variableHeader().packetId();
        if (!dressing.lets(publish)) {
            drop(publish, promise);
            finish(ctx, publish.fixedHeader(), packetId);
            return;
        }
        if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            steps().put(packetId, Step.PUBLISHED);
        }
        ctx.write(dressing.dressed(publish), promise);
    }

    private static void drop(MqttPublishMessage publish, ChannelPromise promise) {
        publish.release();
        promise.trySuccess();
    }

    /** As if the client had answered, so that the broker's own window does not fill up. */
    private void finish(ChannelHandlerContext ctx, MqttFixedHeader publish, int packetId) {
        if (publish.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            ctx.fireChannelRead(Packets.pubAck(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
        } else if (publish.qosLevel() == MqttQoS.EXACTLY_ONCE) {
            // A client that has it already would take the next under its id for a copy: it gets PUBREL.
            steps().put(packetId, publish.isDup() ? Step.RECEIVED : Step.DISCARDED);
            ctx.fireChannelRead(Packets.pubRec(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
        }
    }

    private void release(ChannelHandlerContext ctx, MqttMessage pubRel, ChannelPromise promise) {
        int packetId = idOf(pubRel);
        Step step = steps().get(packetId);
        if (step == Step.DISCARDED) {
            steps().remove(packetId);
            promise.trySuccess();
            ctx.fireChannelRead(Packets.pubComp(packetId, (byte) 0));
        } else if (step == Step.RELEASED) {
            promise.trySuccess();
        } else {
            // Also of an exchange that an earlier connection began.
            steps().put(packetId, Step.RELEASED);
            ctx.write(pubRel, promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (!(packet instanceof MqttMessage message)) {
            ctx.fireChannelRead(packet);
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBACK -> answered(ctx, message, Step.PUBLISHED);
            case PUBCOMP -> answered(ctx, message, Step.RELEASED);
            case PUBREC -> received(ctx, message);
            default -> ctx.fireChannelRead(message);
        }
    }

    /** What answers nothing ends here: Moquette would lose a place in its window by a second PUBREC. */
    private void answered(ChannelHandlerContext ctx, MqttMessage answer, Step expected) {
        if (steps().remove(idOf(answer), expected)) {
            ctx.fireChannelRead(answer);
            sendWaiting(ctx);
        }
    }

    private void received(ChannelHandlerContext ctx, MqttMessage pubRec) {
        boolean isRefusal = pubRec.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                && Byte.toUnsignedInt(header.reasonCode()) >= FIRST_ERROR;
        if (steps().replace(idOf(pubRec), Step.PUBLISHED, isRefusal ? Step.DISCARDED : Step.RECEIVED)) {
            ctx.fireChannelRead(pubRec);
            sendWaiting(ctx);
        }
    }

    private void sendWaiting(ChannelHandlerContext ctx) {
        for (MqttPublishMessage next = waiting().peek();
                next != null && maySend(next.variableHeader().packetId());
                next = waiting().peek()) {
            waiting().remove();
            send(ctx, next, ctx.newPromise());
        }
        ctx.flush();
    }

    private boolean maySend(int packetId) {
        return !steps().containsKey(packetId)
                && steps().values().stream()
                                .filter(step -> step != Step.DISCARDED)
                                .count()
                        < receiveMaximum;
    }

    private boolean isUnderWay(int packetId) {
        return steps().containsKey(packetId)
                || waiting().stream()
                        .anyMatch(publish -> publish.variableHeader().packetId() == packetId);
    }

    private static int idOf(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private Map<Integer, Step> steps() {
        if (steps == null) {
            steps = new HashMap<>();
        }
        return steps;
    }

    private ArrayDeque<MqttPublishMessage> waiting() {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        return waiting;
    }

    /** The broker has them still, and sends them by the session's next connection. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (waiting != null) {
            waiting.forEach(MqttPublishMessage::release);
            waiting = null;
        }
    }
}
