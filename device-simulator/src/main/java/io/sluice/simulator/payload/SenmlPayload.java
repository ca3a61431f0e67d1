package io.sluice.simulator.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;

/** SenML (RFC 8428): a record a reading, its time absolute. */
final class SenmlPayload {
    private static final JsonFactory JSON = new JsonFactory();
    private static final CBORFactory CBOR = new CBORFactory();

    /** Section 4 and 6 of the RFC: the same labels, in JSON as text, in CBOR as integers. */
    private enum Label {
        NAME("n", 0),
        VALUE("v", 2),
        STRING_VALUE("vs", 3),
        BOOLEAN_VALUE("vb", 4),
        TIME("t", 6);

        private final String json;
        private final long cbor;

        Label(String json, long cbor) {
            this.json = json;
            this.cbor = cbor;
        }
    }

    private SenmlPayload() {}

    static byte[] json(List<Measurement> measurements) {
        return write(JSON, measurements);
    }

    static byte[] cbor(List<Measurement> measurements) {
        return write(CBOR, measurements);
    }

    private static byte[] write(JsonFactory factory, List<Measurement> measurements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator items = factory.createGenerator(out)) {
            int records =
                    measurements.stream().mapToInt(m -> m.readings().size()).sum();
            items.writeStartArray(measurements, records);
            for (Measurement measurement : measurements) {
                for (Reading reading : measurement.readings()) {
                    record(items, measurement.tsMillis(), reading);
                }
            }
            items.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
        return out.toByteArray();
    }

    private static void record(JsonGenerator items, long tsMillis, Reading reading) throws IOException {
        items.writeStartObject(reading, 3);
        label(items, Label.NAME);
        items.writeString(reading.metric());
        label(items, Label.TIME);
        time(items, tsMillis);
        label(
                items,
                reading.value() instanceof Double
                        ? Label.VALUE
                        : reading.value() instanceof Boolean ? Label.BOOLEAN_VALUE : Label.STRING_VALUE);
        ItemPayload.value(items, reading.value());
        items.writeEndObject();
    }

    private static void label(JsonGenerator items, Label label) throws IOException {
        if (items instanceof CBORGenerator cbor) {
            cbor.writeFieldId(label.cbor);
        } else {
            items.writeFieldName(label.json);
        }
    }

    /** Seconds. In JSON with every digit; in CBOR a double, since a decimal fraction is a tag, which few take. */
    private static void time(JsonGenerator items, long tsMillis) throws IOException {
        if (items instanceof CBORGenerator) {
            items.writeNumber(tsMillis / 1000.0);
        } else {
            items.writeNumber(BigDecimal.valueOf(tsMillis, 3).toPlainString());
        }
    }
}
