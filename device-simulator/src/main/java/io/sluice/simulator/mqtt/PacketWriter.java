package io.sluice.simulator.mqtt;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a device sends on one connection between CONNECT and DISCONNECT. On its event loop only; before the connection
 * stands it sends nothing.
 */
final class PacketWriter {
    private final Manners manners;
    private @Nullable ChannelHandlerContext context;

    PacketWriter(Manners manners) {
        this.manners = manners;
    }

    void opened(ChannelHandlerContext ctx) {
        context = ctx;
    }

    void publish(Publication publication, int packetId, boolean again) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.write(Packets.publish(manners.worded(publication), packetId, again), ctx.voidPromise());
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
