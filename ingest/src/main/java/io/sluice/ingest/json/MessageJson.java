package io.sluice.ingest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;

/** A message as a device may publish it: {@code {"ts":…,"epoch":…,"seq":…,"values":{…}}}. */
public final class MessageJson {
    private MessageJson() {}

    public static byte[] of(DeviceMessage message) {
        return JsonBytes.object(json -> write(json, message));
    }

    private static void write(JsonGenerator json, DeviceMessage message) throws IOException {
        json.writeNumberField("ts", message.tsMillis());
        json.writeStringField("epoch", message.epoch());
        json.writeNumberField("seq", message.seq());
        json.writeObjectFieldStart("values");
        for (int i = 0; i < message.size(); i++) {
            json.writeFieldName(message.metric(i));
            switch (message.kind(i)) {
                case NUMBER -> json.writeNumber(message.number(i));
                case BOOLEAN -> json.writeBoolean(message.number(i) != 0);
                case TEXT -> json.writeString(message.text(i));
            }
        }
        json.writeEndObject();
    }
}
