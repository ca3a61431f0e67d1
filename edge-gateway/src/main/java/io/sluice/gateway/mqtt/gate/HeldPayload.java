package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.lang.ref.Cleaner;

/**
 * A command's content in the broker's hands; tells when the last of them lets go, or has forgotten to: what Moquette
 * has in hand when a publish of its fails half-way, or a session loop ends, it leaves to the collector.
 */
final class HeldPayload extends UnpooledHeapByteBuf {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable end;

    /** @param atEnd runs once, on any thread; must not know the buffer */
    HeldPayload(byte[] content, Runnable atEnd) {
        super(UnpooledByteBufAllocator.DEFAULT, content, content.length);
        this.end = CLEANER.register(this, atEnd);
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        end.clean();
    }
}
