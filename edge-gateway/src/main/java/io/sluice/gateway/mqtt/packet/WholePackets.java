package io.sluice.gateway.mqtt.packet;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.List;

/**
 * Hands the decoder of packets only whole ones, so that each can be looked at before it is decoded: too many properties
 * are refused here. What is too large or has no length goes by as it comes, for the decoder to refuse. To look at
 * pieces would need the same framing and a parser's state besides, since the length of a packet's properties stands
 * behind a topic name of any length.
 */
public final class WholePackets extends ByteToMessageDecoder {
    private static final int LENGTH_AT = 1;
    private static final int MAX_LENGTH_BYTES = 4;

    private static final int NOT_ALL_THERE = -1;
    private static final int REFUSABLE = -2;

    private final long maxRemainingLength;
    private final PropertyBound properties = new PropertyBound();
    private boolean isRefusable;
    private boolean isRefused;

    public WholePackets(long maxRemainingLength) {
        this.maxRemainingLength = maxRemainingLength;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (isRefused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int bytes = isRefusable ? in.readableBytes() : acceptableBytes(in);
        if (isRefused) {
            in.skipBytes(in.readableBytes());
            throw new TooLongFrameException("properties must be <= " + PropertyBound.MAX_BYTES + " bytes");
        }
        if (bytes > 0) {
            out.add(in.readRetainedSlice(bytes));
        }
    }

    /** What there is of whole packets, up to the first that has too many properties: that one is refused by itself. */
    private int acceptableBytes(ByteBuf in) {
        int begin = in.readerIndex();
        int end = begin;
        while (end < in.writerIndex()) {
            int bytes = packetBytes(in, end);
            if (bytes == REFUSABLE) {
                isRefusable = true;
                return in.readableBytes();
            }
            if (bytes == NOT_ALL_THERE) {
                break;
            }
            if (mayExceed(in, end, bytes) && properties.isExceededBy(in.slice(end, bytes))) {
                isRefused = end == begin;
                break;
            }
            end += bytes;
        }
        return end - begin;
    }

    private static boolean mayExceed(ByteBuf in, int from, int bytes) {
        return bytes > PropertyBound.MAX_BYTES || in.getByte(from) >> 4 == MqttMessageType.CONNECT.value();
    }

    private int packetBytes(ByteBuf in, int from) {
        int length = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int at = from + LENGTH_AT + i;
            if (at >= in.writerIndex()) {
                return NOT_ALL_THERE;
            }
            int digit = in.getByte(at);
            length |= (digit & 0x7f) << (7 * i);
            if (digit >= 0) {
                int end = at + 1 + length;
                return length > maxRemainingLength ? REFUSABLE : end > in.writerIndex() ? NOT_ALL_THERE : end - from;
            }
        }
        return REFUSABLE;
    }
}
