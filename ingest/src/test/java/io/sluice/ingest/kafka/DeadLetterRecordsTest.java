package io.sluice.ingest.kafka;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.messageOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.ingest.screen.DeadLetter;
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
    void aMessageOfAnEpochTooManyIsUndecidableAndSaysWhy() {
        Record<OutKey, byte[]> letter =
                records.of(new DeadLetter.EpochTooMany(messageOf(PUMP, "boot-7", 1, 21.4)), "gw-1", 5);

        assertEquals("undecidable", header(letter, "reason"));
        assertEquals("a device must begin <= 10000 epochs a day, began one more: boot-7", header(letter, "detail"));
        assertEquals("telemetry/plant-1/pump-7", header(letter, "topic"));
    }

    private static String header(Record<OutKey, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void aRecordThatFitsIsBuriedAsItCame() {
        Record<OutKey, byte[]> letter = records.corrupt(new byte[] {7}, "why", "telemetry.batches", "gw-1", 5);

        assertArrayEquals(new byte[] {7}, letter.value());
        assertNull(letter.headers().lastHeader("truncated-from-bytes"));
        assertEquals(5, letter.timestamp());
    }
}
