package io.sluice.ingest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.ingest.twin.LastValue;
import io.sluice.ingest.twin.Twin;
import java.io.IOException;
import java.util.Map;

/**
 * A row of {@code telemetry.devices}:
 *
 * <pre>{@code
 * {"site":"plant-1","device":"pump-7","firstSeen":1732412345678,"lastSeen":1732412399999,"alive":true,
 *  "epoch":"b7f3","seq":42,"messages":42,"cadenceMillis":1000,"values":{"temperature":{"value":21.4,"ts":1732412399000}}}
 * }</pre>
 *
 * One whose client was lost has {@code "alive":false,"diedAt":1732412400000} until it says something again.
 */
public final class TwinJson {
    private TwinJson() {}

    public static byte[] of(String site, String device, Twin twin) {
        return JsonBytes.object(json -> write(json, site, device, twin));
    }

    private static void write(JsonGenerator json, String site, String device, Twin twin) throws IOException {
        json.writeStringField("site", site);
        json.writeStringField("device", device);
        json.writeNumberField("firstSeen", twin.firstSeenMillis());
        json.writeNumberField("lastSeen", twin.lastSeenMillis());
        json.writeBooleanField("alive", twin.isAlive());
        if (!twin.isAlive()) {
            json.writeNumberField("diedAt", twin.diedMillis());
        }
        json.writeStringField("epoch", twin.epoch());
        json.writeNumberField("seq", twin.seq());
        json.writeNumberField("messages", twin.messages());
        json.writeNumberField("cadenceMillis", twin.cadenceMillis());
        json.writeObjectFieldStart("values");
        for (Map.Entry<String, LastValue> entry : twin.values().entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            json.writeFieldName("value");
            writeValue(json, entry.getValue());
            json.writeNumberField("ts", entry.getValue().tsMillis());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, LastValue value) throws IOException {
        switch (value.kind()) {
            case NUMBER -> json.writeNumber(value.number());
            case BOOLEAN -> json.writeBoolean(value.number() != 0);
            case TEXT -> json.writeString(value.text());
        }
    }
}
