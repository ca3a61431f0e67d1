package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
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
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.topic.FilterRefusal;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import io.sluice.gateway.mqtt.topic.TopicRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets Moquette see only the filters it may grant. */
public final class SubscriptionHandler extends ChannelDuplexHandler {
    private final ClientConnection connection;
    private final TopicRules rules;
    private final SessionKeeper session;
    private final HeldCommands commands;
    private final Unanswered unanswered;
    private final SubscriptionAnswers answers = new SubscriptionAnswers();

    public SubscriptionHandler(
            GateContext context, ClientConnection connection, SessionKeeper session, LongSupplier nanoClock) {
        this.connection = connection;
        this.rules = context.rules();
        this.session = session;
        this.commands = context.commands();
        this.unanswered = new Unanswered(nanoClock);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (packet instanceof MqttSubscribeMessage subscribe) {
            subscribe(ctx, subscribe);
        } else if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            unsubscribe(ctx, unsubscribe);
        } else {
            unanswered.received((MqttMessage) packet);
            ctx.fireChannelRead(packet);
        }
    }

    private void subscribe(ChannelHandlerContext ctx, MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> wanted = subscribe.payload().topicSubscriptions();
        if (!isAnswerable(ctx, wanted.size())) {
            return;
        }
        if (PacketProperties.has(
                subscribe.idAndPropertiesVariableHeader().properties(), MqttPropertyType.SUBSCRIPTION_IDENTIFIER)) {
            connection.close(ctx, Disconnect.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
            return;
        }
        if (unanswered.isQuiet()) {
            session.filters().settled();
        }
        int[] codes = new int[wanted.size()];
        List<MqttTopicSubscription> allowed = new ArrayList<>(wanted.size());
        List<MqttTopicSubscription> wantRetained = new ArrayList<>(wanted.size());
        List<MqttTopicSubscription> again = new ArrayList<>();
        EnumSet<FilterRefusal> refusals = EnumSet.noneOf(FilterRefusal.class);
        for (int i = 0; i < codes.length; i++) {
            boolean wantsRetained = isRetainedWanted(wanted.get(i));
            boolean isHeld = session.filters().has(wanted.get(i).topicFilter());
            FilterRefusal refusal = refusalOf(wanted.get(i));
            codes[i] = refusal == null ? SubscriptionAnswers.ASKED : codeOf(refusal);
            if (refusal == null) {
                allowed.add(wanted.get(i));
            } else {
                refusals.add(refusal);
            }
            if (refusal == null && wantsRetained) {
                wantRetained.add(wanted.get(i));
            }
            if (refusal == null && isHeld) {
                again.add(wanted.get(i));
            }
        }
        forward(ctx, subscribe, codes, why(refusals, codes.length), allowed);
        if (!MoquetteFilters.replace(ctx.channel(), again)) {
            connection.close(ctx, Disconnect.SERVER_BUSY);
        }
        RetainedDelivery.send(ctx.channel(), wantRetained, commands);
    }

    private boolean isAnswerable(ChannelHandlerContext ctx, int filters) {
        boolean isTaken = connection.reasons().takes(filters);
        if (filters == 0 || !isTaken) {
            connection.close(ctx, isTaken ? Disconnect.PROTOCOL_ERROR : Disconnect.IMPLEMENTATION_SPECIFIC_ERROR);
            return false;
        }
        return true;
    }

    private @Nullable FilterRefusal refusalOf(MqttTopicSubscription wanted) {
        // Moquette would send a client its own messages although it asked not to get them.
        FilterRefusal refusal = wanted.option().isNoLocal()
                ? FilterRefusal.NO_LOCAL
                : rules.refusalOf(wanted.topicFilter(), connection.speaker());
        if (refusal != null) {
            return refusal;
        }
        HeldFilters filters = session.filters();
        boolean isQueued = isRetainedWanted(wanted) && wanted.option().qos() != MqttQoS.AT_MOST_ONCE;
        if (isQueued && !filters.owe(commands.retainedBytes(wanted.topicFilter()))) {
            return FilterRefusal.TOO_MUCH_OWED;
        }
        if (!filters.take(wanted.topicFilter())) {
            return FilterRefusal.TOO_MANY;
        }
        filters.wantAsPublished(wanted.topicFilter(), wanted.option().isRetainAsPublished());
        return null;
    }

    private boolean isRetainedWanted(MqttTopicSubscription wanted) {
        return RetainedDelivery.isWanted(wanted.option(), session.filters().has(wanted.topicFilter()));
    }

    private int codeOf(FilterRefusal refusal) {
        return connection.isMqtt5() ? Byte.toUnsignedInt(refusal.code().byteValue()) : SubscriptionAnswers.UNSPECIFIED;
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
            int[] codes,
            MqttProperties why,
            List<MqttTopicSubscription> allowed) {
        int packetId = subscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.subAck(packetId, codes, why));
            return;
        }
        answers.awaitSubAck(packetId, codes, why);
        Resender.putBack(ctx.pipeline());
        MqttFixedHeader fixed = subscribe.fixedHeader();
        ctx.fireChannelRead(new MqttSubscribeMessage(
                fixed, MqttMessageIdVariableHeader.from(packetId), new MqttSubscribePayload(allowed)));
    }

    private void unsubscribe(ChannelHandlerContext ctx, MqttUnsubscribeMessage unsubscribe) {
        List<String> filters = unsubscribe.payload().topics();
        if (!isAnswerable(ctx, filters.size())) {
            return;
        }
        List<Short> codes = new ArrayList<>(filters.size());
        List<String> allowed = new ArrayList<>(filters.size());
        EnumSet<FilterRefusal> refusals = EnumSet.noneOf(FilterRefusal.class);
        for (String filter : filters) {
            FilterRefusal refusal = rules.refusalOf(filter, connection.speaker());
            UnsubAck code = refusal == null ? codeOfUnsubscribed(filter) : refusal.unsubscribeCode();
            codes.add((short) Byte.toUnsignedInt(code.byteValue()));
            if (refusal == null) {
                allowed.add(filter);
                session.filters().leave(filter);
            } else {
                refusals.add(refusal);
            }
        }
        MqttProperties why = why(refusals, codes.size());
        int packetId = unsubscribe.variableHeader().messageId();
        if (allowed.isEmpty()) {
            ctx.writeAndFlush(Packets.unsubAck(packetId, codes, why));
            return;
        }
        answers.awaitUnsubAck(packetId, codes, why);
        ctx.fireChannelRead(new MqttUnsubscribeMessage(
                unsubscribe.fixedHeader(),
                MqttMessageIdVariableHeader.from(packetId),
                new MqttUnsubscribePayload(allowed)));
    }

    private UnsubAck codeOfUnsubscribed(String filter) {
        return session.filters().has(filter) ? UnsubAck.SUCCESS : UnsubAck.NO_SUBSCRIPTION_EXISTED;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttPublishMessage publish) {
            unanswered.sent(publish);
            ctx.write(packet, promise);
        } else if (packet instanceof MqttSubAckMessage subAck) {
            ctx.write(answers.completed(subAck), promise);
        } else if (packet instanceof MqttUnsubAckMessage unsubAck) {
            ctx.write(answers.completed(unsubAck), promise);
        } else {
            if (packet instanceof MqttConnAckMessage) {
                unanswered.begin();
            }
            ctx.write(packet, promise);
        }
    }
}
