package io.sluice.launcher.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.util.Objects;

/** One {@link TelemetryBatch} as fields of a JSON object; messages have the shape that devices publish. */
final class BatchLine {
    private BatchLine() {}

    static void write(TelemetryBatch batch, JsonGenerator json) throws IOException {
        json.writeStringField("spool", batch.spool());
        json.writeArrayFieldStart("devices");
        for (DeviceBlock block : batch.blocks()) {
            writeBlock(block, json);
        }
        json.writeEndArray();
        if (!batch.rejected().isEmpty()) {
            json.writeArrayFieldStart("rejected");
            for (RejectedMessage rejected : batch.rejected()) {
                writeRejected(rejected, json);
            }
            json.writeEndArray();
        }
    }

    private static void writeBlock(DeviceBlock block, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("site", block.device().site());
        json.writeStringField("device", block.device().device());
        json.writeStringField("epoch", block.epoch());
        if (block.carry() != null) {
            json.writeNumberField("newBefore", block.carry().newBefore());
        }
        json.writeArrayFieldStart("messages");
        for (CountedMessage counted : block.messages()) {
            writeMessage(counted, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMessage(CountedMessage counted, JsonGenerator json) throws IOException {
        DeviceMessage message = counted.message();
        json.writeStartObject();
        json.writeNumberField("counter", counted.counter());
        json.writeNumberField("ts", message.tsMillis());
        json.writeNumberField("seq", message.seq());
        json.writeObjectFieldStart("values");
        for (int i = 0; i < message.size(); i++) {
            json.writeFieldName(message.metric(i));
            switch (message.kind(i)) {
                case NUMBER -> json.writeNumber(message.number(i));
                case BOOLEAN -> json.writeBoolean(message.number(i) != 0);
                case TEXT -> json.writeString(Objects.requireNonNull(message.text(i)));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeRejected(RejectedMessage rejected, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("counter", rejected.counter());
        json.writeStringField("reason", rejected.reason().toString());
        json.writeStringField("detail", rejected.detail());
        json.writeStringField("topic", rejected.topic());
        if (rejected.device() != null) {
            json.writeStringField("site", rejected.device().site());
            json.writeStringField("device", rejected.device().device());
        }
        json.writeNumberField("ts", rejected.atMillis());
        json.writeFieldName("payload");
        json.writeBinary(rejected.payload());
        json.writeEndObject();
    }
}
