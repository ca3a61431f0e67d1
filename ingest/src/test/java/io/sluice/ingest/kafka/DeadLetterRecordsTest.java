package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {
    private final DeadLetterRecords records = new DeadLetterRecords(3);

    @Test
    void aRecordTooLargeToBuryWholeIsCutAndSaysSo() {
        byte[] value = new byte[DeadLetterRecords.MAX_VALUE_BYTES + 1];

        Record<OutKey, byte[]> letter = records.corrupt(value, "why", "telemetry.batches", "gw-1", 5);

        assertEquals(DeadLetterRecords.MAX_VALUE_BYTES, letter.value().length);
        assertEquals(
                "900001",
                new String(letter.headers().lastHeader("truncated-from-bytes").value(), StandardCharsets.UTF_8));
    }

    @Test
    void aRecordThatFitsIsBuriedAsItCame() {
        Record<OutKey, byte[]> letter = records.corrupt(new byte[] {7}, "why", "telemetry.batches", "gw-1", 5);

        assertArrayEquals(new byte[] {7}, letter.value());
        assertNull(letter.headers().lastHeader("truncated-from-bytes"));
        assertEquals(5, letter.timestamp());
    }
}
