package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A publish's content in the broker's hands, and with it what the broker does not know of the publish: it hands on the
 * buffer, or a duplicate of it. Tells when the last of them lets go, or has forgotten to: what Moquette has in hand
 * when a publish of its fails half-way, or a session loop ends, it leaves to the collector.
 */
public final class HeldPayload extends UnpooledHeapByteBuf {
    private static final Cleaner CLEANER = Cleaner.create();

    /** What a subscriber is to be told of RETAIN. */
    public enum Retain {
        NOT,
        /** Who published it said so: it concerns subscriptions that want to know. */
        AS_PUBLISHED,
        /** Sent because there is a new subscription. */
        KEPT
    }

    private final @Nullable ForwardedProperties properties;
    private final Retain retainFlag;
    private final Cleaner.Cleanable end;

    /** @param atEnd runs once, on any thread; must not know the buffer */
    HeldPayload(byte[] content, @Nullable ForwardedProperties properties, Retain retainFlag, Runnable atEnd) {
        super(UnpooledByteBufAllocator.DEFAULT, content, content.length);
        this.properties = properties;
        this.retainFlag = retainFlag;
        this.end = CLEANER.register(this, atEnd);
    }

    /** Null where the content of a publish of the broker's has nothing of ours with it. */
    public static @Nullable HeldPayload in(@Nullable ByteBuf content) {
        for (ByteBuf each = content; each != null; each = each.unwrap()) {
            if (each instanceof HeldPayload held) {
                return held;
            }
        }
        return null;
    }

    /** Null where there are none. */
    public @Nullable ForwardedProperties properties() {
        return properties;
    }

    public Retain retainFlag() {
        return retainFlag;
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        end.clean();
    }
}
