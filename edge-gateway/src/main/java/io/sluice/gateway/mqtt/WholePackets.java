package io.sluice.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Hands the decoder of packets only whole ones. Netty's reads a variable header that is not all there from its beginning
 * again with each piece that comes: ten thousand properties in pieces of a byte would be read a hundred thousand times.
 * What is too large or has no length goes by as it comes, for the decoder to refuse.
 */
final class WholePackets extends ByteToMessageDecoder {
    private static final int LENGTH_AT = 1;
    private static final int MAX_LENGTH_BYTES = 4;

    private static final int NOT_ALL_THERE = -1;
    private static final int REFUSABLE = -2;

    private final long maxRemainingLength;
    private boolean isRefusable;

    WholePackets(long maxRemainingLength) {
        this.maxRemainingLength = maxRemainingLength;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int bytes = isRefusable ? in.readableBytes() : wholeBytes(in);
        if (bytes > 0) {
            out.add(in.readRetainedSlice(bytes));
        }
    }

    private int wholeBytes(ByteBuf in) {
        int end = in.readerIndex();
        while (end < in.writerIndex()) {
            int bytes = packetBytes(in, end);
            if (bytes == REFUSABLE) {
                isRefusable = true;
                return in.readableBytes();
            }
            if (bytes == NOT_ALL_THERE) {
                break;
            }
            end += bytes;
        }
        return end - in.readerIndex();
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
