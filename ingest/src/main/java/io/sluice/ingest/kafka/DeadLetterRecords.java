package io.sluice.ingest.kafka;

import io.sluice.ingest.json.MessageJson;
import io.sluice.ingest.screen.DeadLetter;
import io.sluice.ingest.screen.Verdict;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Records of {@code telemetry.dead-letters}. Headers are text; {@code time} is milliseconds since 1970. */
final class DeadLetterRecords {
    /** A batch may be as large as a record may be; with its headers it would be larger. */
    static final int MAX_VALUE_BYTES = 900_000;

    private final int partition;

    DeadLetterRecords(int partition) {
        this.partition = partition;
    }

    Record<OutKey, byte[]> of(DeadLetter letter, String spool, long nowMillis) {
        if (letter instanceof DeadLetter.Refused refused) {
            return of(refused.message(), spool, nowMillis);
        }
        if (letter instanceof DeadLetter.EpochTooMany tooMany) {
            return of(tooMany.message(), Verdict.UNDECIDABLE, tooMany.detail(), spool, nowMillis);
        }
        DeadLetter.Unplaced unplaced = (DeadLetter.Unplaced) letter;
        DeviceMessage message = unplaced.message();
        String detail = message.epoch() + "#" + message.seq() + " was seen before";
        return of(message, unplaced.verdict(), detail, spool, nowMillis);
    }

    private Record<OutKey, byte[]> of(
            DeviceMessage message, Verdict verdict, String detail, String spool, long nowMillis) {
        Headers headers = headers(verdict.label(), detail, "telemetry/" + message.device(), spool, nowMillis);
        add(headers, "content-type", "application/json");
        return record(message.device(), MessageJson.of(message), nowMillis, headers);
    }

    private Record<OutKey, byte[]> of(RejectedMessage message, String spool, long nowMillis) {
        Headers headers =
                headers(message.reason().label(), message.detail(), message.topic(), spool, message.atMillis());
        return record(message.device(), message.payload(), nowMillis, headers);
    }

    /** The topic is the record's own: what it holds cannot be read. */
    Record<OutKey, byte[]> corrupt(
            byte @Nullable [] value, String detail, String kafkaTopic, String gateway, long nowMillis) {
        Headers headers = headers(RejectReason.CORRUPT_BATCH.label(), detail, kafkaTopic, gateway, nowMillis);
        return record(null, value == null ? new byte[0] : value, nowMillis, headers);
    }

    private Record<OutKey, byte[]> record(@Nullable DeviceId device, byte[] value, long nowMillis, Headers headers) {
        OutKey key = new OutKey(partition, device == null ? null : device.toString());
        if (value.length > MAX_VALUE_BYTES) {
            add(headers, "truncated-from-bytes", Integer.toString(value.length));
        }
        byte[] kept = value.length > MAX_VALUE_BYTES ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value;
        return new Record<>(key, kept, nowMillis, headers);
    }

    private static Headers headers(String reason, String detail, String topic, String gateway, long timeMillis) {
        Headers headers = new RecordHeaders();
        add(headers, "reason", reason);
        add(headers, "detail", detail);
        add(headers, "topic", topic);
        add(headers, "gateway", gateway);
        add(headers, "time", Long.toString(timeMillis));
        return headers;
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
