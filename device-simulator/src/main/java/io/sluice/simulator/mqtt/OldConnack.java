package io.sluice.simulator.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Looks at the first bytes of a broker, before MQTT 5's decoder does: a CONNACK of MQTT 3.1.1 is shorter than any of
 * MQTT 5, and the decoder would wait for the rest of it. Tells of it by an event, and is gone after that.
 */
final class OldConnack extends ByteToMessageDecoder {
    private static final int CONNACK = 0x20;
    private static final int LENGTH = 2;
    private static final int WHOLE = 4;

    /** What was answered. */
    record Answered(int returnCode) {}

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int first = in.readerIndex();
        boolean isOther = in.getUnsignedByte(first) != CONNACK
                || (in.readableBytes() > 1 && in.getUnsignedByte(first + 1) != LENGTH);
        if (isOther) {
            ctx.pipeline().remove(this);
        } else if (in.readableBytes() >= WHOLE) {
            int returnCode = in.getUnsignedByte(first + WHOLE - 1);
            in.skipBytes(in.readableBytes());
            ctx.fireUserEventTriggered(new Answered(returnCode));
        }
    }
}
