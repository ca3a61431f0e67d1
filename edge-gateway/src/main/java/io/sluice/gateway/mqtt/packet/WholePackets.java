package io.sluice.gateway.mqtt.packet;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands the decoder of packets only whole ones, so that each can be looked at before it is decoded: too many properties
 * are refused here, and a connection's first that is larger than a CONNECT need be. What is too large or has no length
 * goes by as it comes, for the decoder to refuse. To look at pieces would need the same framing and a parser's state
 * besides, since the length of a packet's properties stands behind a topic name of any length. Where all those that are
 * not whole yet take too much memory together, whose own is more than a small part of it has to go.
 */
public final class WholePackets extends ByteToMessageDecoder {
    private static final int LENGTH_AT = 1;
    private static final int MAX_LENGTH_BYTES = 4;

    private static final int NOT_ALL_THERE = -1;
    private static final int REFUSABLE = -2;
    private static final int TOO_LARGE_A_FIRST = -3;

    /**
     * Of what a client may have us keep before it has proven who it is; with it goes its will, which is kept longer.
     */
    static final int MAX_FIRST_BYTES = 16 << 10;

    private final long maxRemainingLength;
    private final PacketRoom room;
    private final PropertyBound properties = new PropertyBound();
    private boolean hasBegun;
    private boolean isRefusable;
    private boolean isRefused;
    private int bytesInRoom;
    private int handedOn;
    private @Nullable Disconnect fault;
    private int faultyIsThe;

    public WholePackets(long maxRemainingLength, PacketRoom room) {
        this.maxRemainingLength = maxRemainingLength;
        this.room = room;
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
            throw new TooLongFrameException(
                    hasBegun
                            ? "properties must be <= " + PropertyBound.MAX_BYTES + " bytes"
                            : "the first packet must be <= " + MAX_FIRST_BYTES + " bytes, its properties <= "
                                    + PropertyBound.MAX_BYTES);
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
            if (bytes == TOO_LARGE_A_FIRST) {
                isRefused = true;
                break;
            }
            if (bytes == NOT_ALL_THERE) {
                break;
            }
            if (mayExceed(in, end, bytes) && properties.isExceededBy(in.slice(end, bytes))) {
                isRefused = end == begin;
                break;
            }
            hasBegun = true;
            handedOn++;
            if (fault == null) {
                fault = WireRules.faultOf(in, end, end + bytes, properties.isMqtt5());
                faultyIsThe = handedOn;
            }
            end += bytes;
        }
        return end - begin;
    }

    /** How many packets so far, not counting what goes by to be refused; wraps round as ints do. */
    int handedOn() {
        return handedOn;
    }

    /** What is wrong with the one of that number, counted as {@link #handedOn} does, though it may be decoded. */
    @Nullable
    Disconnect faultOf(int number) {
        return number == faultyIsThe ? fault : null;
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
                if (length > maxRemainingLength) {
                    return REFUSABLE;
                }
                if (!hasBegun && length > MAX_FIRST_BYTES) {
                    return TOO_LARGE_A_FIRST;
                }
                return end > in.writerIndex() ? NOT_ALL_THERE : end - from;
            }
        }
        return REFUSABLE;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        int bytes = actualReadableBytes();
        if (bytes != bytesInRoom && !isWithinRoom(bytes) && bytes > MAX_FIRST_BYTES) {
            ctx.fireUserEventTriggered(Disconnect.QUOTA_EXCEEDED);
        }
    }

    private boolean isWithinRoom(int bytes) {
        int more = bytes - bytesInRoom;
        bytesInRoom = bytes;
        return room.take(more);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        room.leave(bytesInRoom);
        bytesInRoom = 0;
    }
}
