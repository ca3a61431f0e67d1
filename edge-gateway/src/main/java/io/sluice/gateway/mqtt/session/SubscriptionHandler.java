package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.topic.FilterRefusal;
import io.sluice.gateway.mqtt.topic.TopicRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets Moquette see only the filters it may grant, and puts its answers and our refusals together again. */
public final class SubscriptionHandler extends ChannelDuplexHandler {
    /** In the codes of a SUBACK to come: Moquette will say. */
    private static final int ASKED = -1;

    private static final int UNSPECIFIED = 0x80;

    private final ClientConnection connection;
    private final TopicRules rules;
    private final SessionKeeper session;
    private @Nullable Map<Integer, SubAnswer> subAcks;
    private @Nullable Map<Integer, UnsubAnswer> unsubAcks;

    private record SubAnswer(int[] codes, MqttProperties why) {}

    private record UnsubAnswer(List<Short> codes, MqttProperties why) {}

    public SubscriptionHandler(ClientConnection connection, TopicRules rules, SessionKeeper session) {
        this.connection = connection;
        this.rules = rules;
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (packet instanceof MqttSubscribeMessage subscribe) {
            subscribe(ctx, subscribe);
        } else if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            unsubscribe(ctx, unsubscribe);
        } else {
            ctx.fireChannelRead(packet);
        }
    }

    private void subscribe(ChannelHandlerContext ctx, MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> wanted = subscribe.payload().topicSubscriptions();
        if (wanted.isEmpty()) {
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            return;
        }
        if (PacketProperties.has(
                subscribe.idAndPropertiesVariableHeader().properties(), MqttPropertyType.SUBSCRIPTION_IDENTIFIER)) {
            connection.close(ctx, Disconnect.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
            return;
        }
        int[] codes = new int[wanted.size()];
        List<MqttTopicSubscription> allowed = new ArrayList<>(wanted.size());
        EnumSet<FilterRefusal> refusals = EnumSet.noneOf(FilterRefusal.class);
        for (int i = 0; i < codes.length; i++) {
            FilterRefusal refusal = refusalOf(wanted.get(i));
            codes[i] = refusal == null ? ASKED : codeOf(refusal);
            if (refusal == null) {
                allowed.add(wanted.get(i));
            } else {
                refusals.add(refusal);
            }
        }
        forward(ctx, subscribe, new SubAnswer(codes, why(refusals, codes.length)), allowed);
    }

    private @Nullable FilterRefusal refusalOf(MqttTopicSubscription wanted) {
        // Moquette would send a client its own messages although it asked not to get them.
        FilterRefusal refusal = wanted.option().isNoLocal()
                ? FilterRefusal.NO_LOCAL
                : rules.refusalOf(wanted.topicFilter(), connection.speaker());
        return refusal == null && !session.filters().take(wanted.topicFilter()) ? FilterRefusal.TOO_MANY : refusal;
    }

    private int codeOf(FilterRefusal refusal) {
        return connection.isMqtt5() ? Byte.toUnsignedInt(refusal.code().byteValue()) : UNSPECIFIED;
    }

    private MqttProperties why(EnumSet<FilterRefusal> refusals, int codes) {
        return refusals.isEmpty()
                ? MqttProperties.NO_PROPERTIES
                : connection
                        .reasons()
                        .whyAmong(
                                codes, refusals.stream().map(FilterRefusal::why).collect(Collectors.joining("; ")));
    }

    private void forward(
            ChannelHandlerContext ctx,
            MqttSubscribeMessage subscribe,
            SubAnswer answer,
            List<MqttTopicSubscription> allowed) {
        int packetId = subscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.subAck(packetId, answer.codes(), answer.why()));
            return;
        }
        if (subAcks == null) {
            subAcks = new HashMap<>();
        }
        subAcks.put(packetId, answer);
        Resender.putBack(ctx.pipeline());
        MqttFixedHeader fixed = subscribe.fixedHeader();
        ctx.fireChannelRead(new MqttSubscribeMessage(
                fixed, MqttMessageIdVariableHeader.from(packetId), new MqttSubscribePayload(allowed)));
    }

    private void unsubscribe(ChannelHandlerContext ctx, MqttUnsubscribeMessage unsubscribe) {
        List<String> filters = unsubscribe.payload().topics();
        if (filters.isEmpty()) {
            connection.close(ctx, Disconnect.PROTOCOL_ERROR);
            return;
        }
        List<Short> codes = new ArrayList<>(filters.size());
        List<String> allowed = new ArrayList<>(filters.size());
        EnumSet<FilterRefusal> refusals = EnumSet.noneOf(FilterRefusal.class);
        for (String filter : filters) {
            FilterRefusal refusal = rules.refusalOf(filter, connection.speaker());
            UnsubAck code = refusal == null ? UnsubAck.SUCCESS : refusal.unsubscribeCode();
            codes.add((short) Byte.toUnsignedInt(code.byteValue()));
            if (refusal == null) {
                allowed.add(filter);
                session.filters().leave(filter);
            } else {
                refusals.add(refusal);
            }
        }
        UnsubAnswer answer = new UnsubAnswer(codes, why(refusals, codes.size()));
        int packetId = unsubscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.unsubAck(packetId, answer.codes(), answer.why()));
            return;
        }
        if (unsubAcks == null) {
            unsubAcks = new HashMap<>();
        }
        unsubAcks.put(packetId, answer);
        ctx.fireChannelRead(new MqttUnsubscribeMessage(
                unsubscribe.fixedHeader(),
                MqttMessageIdVariableHeader.from(packetId),
                new MqttUnsubscribePayload(allowed)));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttSubAckMessage subAck) {
            ctx.write(completed(subAck), promise);
        } else if (packet instanceof MqttUnsubAckMessage unsubAck) {
            int packetId = unsubAck.variableHeader().messageId();
            UnsubAnswer answer = unsubAcks == null ? null : unsubAcks.remove(packetId);
            ctx.write(answer == null ? unsubAck : Packets.unsubAck(packetId, answer.codes(), answer.why()), promise);
        } else {
            ctx.write(packet, promise);
        }
    }

    private MqttSubAckMessage completed(MqttSubAckMessage subAck) {
        int packetId = subAck.variableHeader().messageId();
        SubAnswer answer = subAcks == null ? null : subAcks.remove(packetId);
        if (answer == null) {
            return subAck;
        }
        int[] codes = answer.codes();
        List<Integer> granted = subAck.payload().reasonCodes();
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == ASKED) {
                codes[i] = next < granted.size() ? granted.get(next++) : UNSPECIFIED;
            }
        }
        return Packets.subAck(packetId, codes, answer.why());
    }
}
