package io.sluice.ingest.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The key's text; a key without one is a record without a key. */
final class OutKeySerializer implements Serializer<OutKey> {
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable OutKey key) {
        return key == null || key.text() == null ? null : key.text().getBytes(StandardCharsets.UTF_8);
    }
}
