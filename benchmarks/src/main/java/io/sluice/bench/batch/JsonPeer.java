package io.sluice.bench.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What others put into Kafka: a JSON document for each message, written and read by Jackson's streams. */
final class JsonPeer {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonPeer() {}

    static byte[] write(DeviceMessage message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("ts", message.tsMillis());
            json.writeStringField("epoch", message.epoch());
            json.writeNumberField("seq", message.seq());
            json.writeObjectFieldStart("values");
            for (int i = 0; i < message.size(); i++) {
                json.writeFieldName(message.metric(i));
                value(json, message, i);
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator json, DeviceMessage message, int i) throws IOException {
        double number = message.number(i);
        if (message.kind(i) == ReadingKind.TEXT) {
            json.writeString(message.text(i));
        } else if (message.kind(i) == ReadingKind.BOOLEAN) {
            json.writeBoolean(number != 0);
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber(number);
        }
    }

    /** Reads every member and value; what it comes to is of no use but to have been computed. */
    static double read(byte[] document) throws IOException {
        double sum = 0;
        try (JsonParser json = JSON.createParser(document)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> sum += json.getDoubleValue();
                    case VALUE_STRING -> sum += json.getTextLength();
                    case FIELD_NAME -> sum += json.currentName().length();
                    default -> sum += 1;
                }
            }
        }
        return sum;
    }
}
