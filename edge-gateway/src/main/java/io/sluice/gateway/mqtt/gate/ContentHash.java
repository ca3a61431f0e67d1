package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;

/** Tells a re-sent publish from another one under the same packet id. */
final class ContentHash {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private ContentHash() {}

    static long of(String topic, ByteBuf payload) {
        int at = payload.readerIndex();
        int end = payload.writerIndex();
        long hash = mix(topic.hashCode(), end - at);
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = mix(hash, payload.getLong(at));
        }
        for (; at < end; at++) {
            hash = mix(hash, payload.getByte(at));
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        long h = (hash ^ value) * MULTIPLIER;
        return h ^ (h >>> 29);
    }
}
