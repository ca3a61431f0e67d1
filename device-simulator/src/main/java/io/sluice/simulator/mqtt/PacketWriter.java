package io.sluice.simulator.mqtt;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a device sends on one connection between CONNECT and DISCONNECT. On its event loop only; before the connection
 * stands it sends nothing.
 */
final class PacketWriter {
    private final Manners manners;
    private BrokerLimits limits = BrokerLimits.NONE;
    private @Nullable ChannelHandlerContext context;

    PacketWriter(Manners manners) {
        this.manners = manners;
    }

    void opened(ChannelHandlerContext ctx) {
        context = ctx;
    }

    void limit(BrokerLimits allowed) {
        limits = allowed;
    }

    /** What it goes out at: no more than the broker has. */
    int qos(Publication publication) {
        return Math.min(publication.qos(), limits.maximumQos());
    }

    /** Whether the broker takes a packet as long as that. */
    boolean fits(Publication publication) {
        return Packets.length(publication) + manners.wordingBytes() <= limits.maximumPacketBytes();
    }

    void publish(Publication publication, int packetId, boolean again) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            Publication lowered = publication.with(qos(publication), publication.contentType());
            ctx.write(Packets.publish(manners.worded(lowered), packetId, again), ctx.voidPromise());
        }
    }

    /** Has the broker send what goes by that filter. */
    void follow(String filter) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.write(Packets.subscribe(filter), ctx.voidPromise());
        }
    }

    void release(int packetId) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.write(Packets.pubrel(packetId), ctx.voidPromise());
        }
    }

    /** False where so much has not gone yet that more would only fill memory. */
    boolean isWritable() {
        return context != null && context.channel().isWritable();
    }

    void flush() {
        if (context != null) {
            context.flush();
        }
    }
}
