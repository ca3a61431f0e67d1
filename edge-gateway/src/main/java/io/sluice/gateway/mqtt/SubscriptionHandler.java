package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets Moquette see only the filters it may grant, and puts its answers and our refusals together again. */
final class SubscriptionHandler extends ChannelDuplexHandler {
    /** In the codes of a SUBACK to come: Moquette will say. */
    private static final int ASKED = -1;

    private static final int UNSPECIFIED = 0x80;

    private final ClientConnection connection;
    private final TopicRules rules;
    private @Nullable Map<Integer, int[]> subAcks;
    private @Nullable Map<Integer, List<Short>> unsubAcks;

    SubscriptionHandler(ClientConnection connection, TopicRules rules) {
        this.connection = connection;
        this.rules = rules;
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
        for (int i = 0; i < codes.length; i++) {
            SubAck refusal = refusalOf(wanted.get(i));
            codes[i] = refusal == null ? ASKED : codeOf(refusal);
            if (refusal == null) {
                allowed.add(wanted.get(i));
            }
        }
        forward(ctx, subscribe, codes, allowed);
    }

    private @Nullable SubAck refusalOf(MqttTopicSubscription wanted) {
        // Moquette would send a client its own messages although it asked not to get them.
        return wanted.option().isNoLocal()
                ? SubAck.IMPLEMENTATION_SPECIFIC_ERROR
                : rules.refusalOf(wanted.topicFilter(), connection.speaker());
    }

    private int codeOf(SubAck refusal) {
        return connection.isMqtt5() ? Byte.toUnsignedInt(refusal.byteValue()) : UNSPECIFIED;
    }

    private void forward(
            ChannelHandlerContext ctx,
            MqttSubscribeMessage subscribe,
            int[] codes,
            List<MqttTopicSubscription> allowed) {
        int packetId = subscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.subAck(packetId, codes));
            return;
        }
        if (subAcks == null) {
            subAcks = new HashMap<>();
        }
        subAcks.put(packetId, codes);
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
        for (String filter : filters) {
            SubAck refusal = rules.refusalOf(filter, connection.speaker());
            codes.add(unsubscribeCode(refusal));
            if (refusal == null) {
                allowed.add(filter);
            }
        }
        int packetId = unsubscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.unsubAck(packetId, codes));
            return;
        }
        if (unsubAcks == null) {
            unsubAcks = new HashMap<>();
        }
        unsubAcks.put(packetId, codes);
        ctx.fireChannelRead(new MqttUnsubscribeMessage(
                unsubscribe.fixedHeader(),
                MqttMessageIdVariableHeader.from(packetId),
                new MqttUnsubscribePayload(allowed)));
    }

    private static short unsubscribeCode(@Nullable SubAck refusal) {
        UnsubAck code = refusal == null
                ? UnsubAck.SUCCESS
                : refusal == SubAck.TOPIC_FILTER_INVALID
                        ? UnsubAck.TOPIC_FILTER_INVALID
                        : UnsubAck.NO_SUBSCRIPTION_EXISTED;
        return (short) Byte.toUnsignedInt(code.byteValue());
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttSubAckMessage subAck) {
            ctx.write(completed(subAck), promise);
        } else if (packet instanceof MqttUnsubAckMessage unsubAck) {
            int packetId = unsubAck.variableHeader().messageId();
            List<Short> codes = unsubAcks == null ? null : unsubAcks.remove(packetId);
            ctx.write(codes == null ? unsubAck : Packets.unsubAck(packetId, codes), promise);
        } else {
            ctx.write(packet, promise);
        }
    }

    private MqttSubAckMessage completed(MqttSubAckMessage subAck) {
        int packetId = subAck.variableHeader().messageId();
        int[] codes = subAcks == null ? null : subAcks.remove(packetId);
        if (codes == null) {
            return subAck;
        }
        List<Integer> granted = subAck.payload().reasonCodes();
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == ASKED) {
                codes[i] = next < granted.size() ? granted.get(next++) : UNSPECIFIED;
            }
        }
        return Packets.subAck(packetId, codes);
    }
}
