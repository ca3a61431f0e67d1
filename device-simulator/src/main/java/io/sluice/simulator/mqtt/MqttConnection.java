package io.sluice.simulator.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One connection's life in MQTT 5, from CONNECT to its loss. On its event loop only. */
final class MqttConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final int ANSWERED_WITHIN_SECONDS = 30;
    private static final int FAILURE = 0x80;

    private final LinkOptions options;
    private final boolean isCleanStart;
    private final ConnectionEvents events;
    private final Loss loss;
    private final PacketWriter writer;
    private final KeepAlive keepAlive;
    private final Departure departure;
    private @Nullable ScheduledFuture<?> answerDue;

    MqttConnection(LinkOptions options, boolean isCleanStart, ConnectionEvents events) {
        this.options = options;
        this.writer = new PacketWriter(options.manners());
        this.isCleanStart = isCleanStart;
        this.events = events;
        this.loss = new Loss(events);
        this.keepAlive = new KeepAlive(loss::isNetworks);
        this.departure = new Departure(options.manners(), loss, keepAlive);
    }

    /** What is sent on it. */
    PacketWriter writer() {
        return writer;
    }

    /** How this side ends it. */
    Departure departure() {
        return departure;
    }

    private void stopWaiting() {
        if (answerDue != null) {
            answerDue.cancel(false);
        }
    }

    void failed(Throwable cause) {
        loss.because(ConnectFailure.of(cause, options.access().trust()));
    }

    /** Reports the loss, once. */
    void end() {
        keepAlive.stop();
        stopWaiting();
        loss.end();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        departure.opened(ctx);
        writer.opened(ctx);
        if (departure.isUnwanted()) {
            ctx.close();
        } else {
            ctx.writeAndFlush(Packets.connect(options, isCleanStart, KeepAlive.SECONDS));
            answerDue = ctx.executor().schedule(() -> unanswered(ctx), ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** A broker that takes connections and says nothing would keep the device for ever. */
    private void unanswered(ChannelHandlerContext ctx) {
        hangUp(ctx, new ConnectFailure("not-answered", "", Setback.LOST));
    }

    private void hangUp(ChannelHandlerContext ctx, ConnectFailure why) {
        loss.because(why);
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            MqttMessage mqtt = (MqttMessage) message;
            if (departure.isDeaf()) {
                return;
            }
            if (mqtt.decoderResult().isSuccess()) {
                keepAlive.heard();
                received(ctx, mqtt);
            } else {
                hangUp(ctx, ConnectFailure.undecodable(mqtt.decoderResult().cause()));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void received(ChannelHandlerContext ctx, MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case CONNACK -> connack(ctx, (MqttConnAckMessage) message);
            case PUBACK ->
                events.acknowledged(Replies.packetId(message), Replies.reason(message), Replies.said(message));
            case PUBREC -> pubrec(Replies.packetId(message), Replies.reason(message), Replies.said(message));
            case PUBLISH -> command(ctx, (MqttPublishMessage) message);
            case PUBCOMP -> events.acknowledged(Replies.packetId(message), 0, "");
            case DISCONNECT ->
                hangUp(ctx, ConnectFailure.ofHangUp(Replies.hangUpReason(message), Replies.hangUpSaid(message)));
            default -> {
                // PINGRESP, SUBACK; nothing else is asked for.
            }
        }
    }

    private void command(ChannelHandlerContext ctx, MqttPublishMessage command) {
        if (command.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            ctx.writeAndFlush(Packets.puback(command.variableHeader().packetId()));
        }
        events.commanded(Replies.payload(command));
    }

    private void pubrec(int packetId, int reason, String said) {
        if (reason >= FAILURE) {
            events.acknowledged(packetId, reason, said);
        } else {
            events.received(packetId);
            writer.release(packetId);
            writer.flush();
        }
    }

    private void connack(ChannelHandlerContext ctx, MqttConnAckMessage connack) {
        stopWaiting();
        MqttConnectReturnCode code = connack.variableHeader().connectReturnCode();
        if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            String said = Replies.reasonString(connack.variableHeader().properties());
            hangUp(ctx, ConnectFailure.of(code.byteValue() & 0xff, said));
            return;
        }
        loss.stands();
        BrokerLimits limits = BrokerLimits.of(connack);
        writer.limit(limits);
        keepAlive.start(ctx, limits.keepAliveSeconds());
        events.connected(limits, connack.variableHeader().isSessionPresent());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            events.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.cause() != null) {
            failed(handshake.cause());
        } else if (event instanceof OldConnack.Answered old) {
            stopWaiting();
            hangUp(ctx, ConnectFailure.ofOldBroker(old.returnCode()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isOurs = !(cause instanceof IOException || cause instanceof CodecException);
        LOG.atLevel(isOurs ? Level.ERROR : Level.DEBUG)
                .addKeyValue("client", options.clientId())
                .setCause(cause)
                .log("Connection failed");
        if (!loss.hasStood() && ConnectFailure.isTls(cause)) {
            failed(cause); // TLS 1.3 has a broker say what it thinks of a certificate after the handshake
        }
        loss.isNetworks();
        ctx.close();
    }
}
