package io.sluice.gateway.mqtt.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.ClientConnection.Phase;
import io.sluice.gateway.mqtt.packet.BrokenPacketException;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.packet.Protocol;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets well-formed packets of admitted connections in. It watches the clock as well, in place of Moquette's idle
 * handlers: CONNECT within five seconds, sooner where many others come, then keep-alive, which does not run while we
 * are the ones who do not read.
 */
public final class AdmissionHandler extends ChannelInboundHandlerAdapter {
    private final Admission admission;
    private final Limits limits;
    private final ClientConnection connection;
    private final InboundHold hold;
    private @Nullable Future<?> timer;
    private @Nullable String openedFrom;
    private long lastPacketNanos;

    public AdmissionHandler(Admission admission, Limits limits, ClientConnection connection, InboundHold hold) {
        this.admission = admission;
        this.limits = limits;
        this.connection = connection;
        this.hold = hold;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Moquette must hear of the channel even when it is closed at once, or it stumbles over its end.
        ctx.fireChannelActive();
        if (!admission.admits(ctx.channel())) {
            connection.leaving();
            ctx.close();
            return;
        }
        if (!admission.isTester(ctx.channel()) && !isWithinLimits(ctx.channel())) {
            connection.close(ctx, Disconnect.QUOTA_EXCEEDED);
            return;
        }
        timer = ctx.executor()
                .schedule(() -> connectLate(ctx), Protocol.CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        Channel givesWay = admission.doorstep().enter(Doorkeeper.addressOf(ctx.channel()), ctx.channel());
        if (givesWay != null) {
            givesWay.pipeline().fireUserEventTriggered(Disconnect.SERVER_BUSY);
        }
    }

    private boolean isWithinLimits(Channel channel) {
        String address = Doorkeeper.addressOf(channel);
        openedFrom = limits.opened(address) ? address : null;
        return openedFrom != null;
    }

    private void connectLate(ChannelHandlerContext ctx) {
        if (connection.phase() == Phase.FRESH || connection.phase() == Phase.CONNECTING) {
            connection.close(ctx, Disconnect.KEEP_ALIVE_TIMEOUT);
        }
    }

    /** The client is in: from now on its own keep-alive counts, 0 meaning none. */
    void connected(ChannelHandlerContext ctx, int keepAliveSeconds) {
        stopTimer();
        lastPacketNanos = System.nanoTime();
        if (keepAliveSeconds > 0) {
            watch(ctx, Protocol.silenceAllowedNanos(keepAliveSeconds), Protocol.silenceAllowedNanos(keepAliveSeconds));
        }
    }

    private void watch(ChannelHandlerContext ctx, long allowedNanos, long delayNanos) {
        timer = ctx.executor().schedule(() -> checkSilence(ctx, allowedNanos), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void checkSilence(ChannelHandlerContext ctx, long allowedNanos) {
        long nowNanos = System.nanoTime();
        if (hold.isPaused()) {
            lastPacketNanos = nowNanos;
        }
        long leftNanos = allowedNanos - (nowNanos - lastPacketNanos);
        if (leftNanos > 0) {
            watch(ctx, allowedNanos, leftNanos);
        } else {
            connection.close(ctx, Disconnect.KEEP_ALIVE_TIMEOUT);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        lastPacketNanos = System.nanoTime();
        if (connection.phase() == Phase.FRESH) {
            admission.doorstep().leave(ctx.channel());
        }
        if (connection.phase() == Phase.CLOSING) {
            ReferenceCountUtil.release(packet);
            return;
        }
        if (packet instanceof MqttMessage message && message.decoderResult().isSuccess()) {
            ctx.fireChannelRead(packet);
            return;
        }
        ReferenceCountUtil.release(packet);
        if (packet instanceof MqttMessage message) {
            refuse(ctx, message.variableHeader(), message.decoderResult().cause());
        } else {
            refuse(ctx, null, null);
        }
    }

    /** Bytes that are not TLS or not WebSocket frames: the client's fault, and no reason for a stack trace. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException || cause instanceof SSLException) {
            connection.close(ctx, reasonOf(cause));
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void refuse(ChannelHandlerContext ctx, @Nullable Object header, @Nullable Throwable cause) {
        Disconnect reason = reasonOf(cause);
        if (connection.phase() == Phase.FRESH) {
            if (cause instanceof MqttUnacceptableProtocolVersionException) {
                ctx.writeAndFlush(plainRefusal(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION));
            } else if (cause instanceof MqttIdentifierRejectedException) {
                ctx.writeAndFlush(plainRefusal(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED));
            } else if (cause instanceof BrokenPacketException && isMqtt5Connect(header)) {
                ctx.writeAndFlush(plainRefusal(MqttConnectReturnCode.valueOf(reason.byteValue())));
            }
        }
        connection.close(ctx, reason);
    }

    private static Disconnect reasonOf(@Nullable Throwable cause) {
        if (cause instanceof BrokenPacketException broken) {
            return broken.reason();
        }
        return cause instanceof TooLongFrameException ? Disconnect.PACKET_TOO_LARGE : Disconnect.MALFORMED_PACKET;
    }

    private static boolean isMqtt5Connect(@Nullable Object header) {
        return header instanceof MqttConnectVariableHeader connect
                && connect.version() == MqttVersion.MQTT_5.protocolLevel();
    }

    private static MqttMessage plainRefusal(MqttConnectReturnCode code) {
        return Packets.connAck(code, false, MqttProperties.NO_PROPERTIES);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopTimer();
        admission.doorstep().leave(ctx.channel());
        if (openedFrom != null) {
            limits.closed(openedFrom);
            openedFrom = null;
        }
        ctx.fireChannelInactive();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
