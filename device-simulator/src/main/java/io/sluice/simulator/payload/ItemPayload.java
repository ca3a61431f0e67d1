package io.sluice.simulator.payload;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The contract's JSON as CBOR (RFC 8949). */
final class ItemPayload {
    private static final CBORFactory CBOR = new CBORFactory();

    private ItemPayload() {}

    static byte[] cbor(List<Measurement> measurements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator items = CBOR.createGenerator(out)) {
            if (measurements.size() == 1) {
                message(items, measurements.get(0));
            } else {
                items.writeStartArray(measurements, measurements.size());
                for (Measurement measurement : measurements) {
                    message(items, measurement);
                }
                items.writeEndArray();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
        return out.toByteArray();
    }

    private static void message(JsonGenerator items, Measurement measurement) throws IOException {
        items.writeStartObject(measurement, 4);
        items.writeNumberField("ts", measurement.tsMillis());
        items.writeStringField("epoch", measurement.epoch());
        items.writeNumberField("seq", measurement.seq());
        items.writeFieldName("values");
        items.writeStartObject(measurement.readings(), measurement.readings().size());
        for (Reading reading : measurement.readings()) {
            items.writeFieldName(reading.metric());
            value(items, reading.value());
        }
        items.writeEndObject();
        items.writeEndObject();
    }

    static void value(JsonGenerator items, Object value) throws IOException {
        if (value instanceof Double number) {
            items.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            items.writeBoolean(flag);
        } else {
            items.writeString((String) value);
        }
    }
}
