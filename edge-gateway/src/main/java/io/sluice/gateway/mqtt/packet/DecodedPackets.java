package io.sluice.gateway.mqtt.packet;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.util.ReferenceCountUtil;

/**
 * Behind the decoder, which got nothing but whole packets: where it has not made one of each, a length in the last
 * reaches beyond the packet's end, and the decoder waits for bytes that are the next packets'. Refused as what cannot
 * be decoded is, behind what came before it, and so is one that breaks the {@link WireRules}.
 */
public final class DecodedPackets extends ChannelInboundHandlerAdapter {
    private final WholePackets whole;
    private int decoded;
    private boolean isRefused;

    /** @param whole before the decoder */
    public DecodedPackets(WholePackets whole) {
        this.whole = whole;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        decoded++;
        Disconnect fault = whole.faultOf(decoded);
        if (fault != null && packet instanceof MqttMessage message) {
            ReferenceCountUtil.release(packet);
            isRefused = true;
            ctx.fireChannelRead(MqttMessageFactory.newInvalidMessage(
                    message.fixedHeader(), message.variableHeader(), new BrokenPacketException(fault)));
            return;
        }
        isRefused |=
                packet instanceof MqttMessage message && message.decoderResult().isFailure();
        ctx.fireChannelRead(packet);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decoded != whole.handedOn() && !isRefused) {
            isRefused = true;
            ctx.fireChannelRead(MqttMessageFactory.newInvalidMessage(
                    new DecoderException("the lengths within a packet must be within its own, were not")));
        }
        ctx.fireChannelReadComplete();
    }
}
