package io.sluice.launcher.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.model.batch.CorruptBatchException;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.RollupFormatException;
import java.io.IOException;
import java.io.PrintWriter;

/** Writes a record a line. A value that cannot be decoded becomes a line with an {@code error}, and reading goes on. */
public final class JsonLines {
    /** What a record's value is. */
    public enum Content {
        BATCH,
        ROLLUP
    }

    private final JsonFactory factory =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private final PrintWriter out;
    private final Content content;
    private long undecodable;

    public JsonLines(PrintWriter out, Content content) {
        this.out = out;
        this.content = content;
    }

    public void write(int partition, long offset, long timestampMillis, byte[] value) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("partition", partition);
            json.writeNumberField("offset", offset);
            json.writeNumberField("timestamp", timestampMillis);
            writeValue(value, json);
            json.writeEndObject();
        }
        out.println();
    }

    /** A batch that lies in no topic. */
    public void write(TelemetryBatch batch) throws IOException {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            BatchLine.write(batch, json);
            json.writeEndObject();
        }
        out.println();
    }

    /** How many lines have an {@code error}. */
    public long undecodable() {
        return undecodable;
    }

    private void writeValue(byte[] value, JsonGenerator json) throws IOException {
        try {
            switch (content) {
                case BATCH -> BatchLine.write(TelemetryBatchCodec.decode(value), json);
                case ROLLUP -> RollupLine.write(RollupCodec.decode(value), json);
            }
        } catch (RollupFormatException | CorruptBatchException e) {
            undecodable++;
            json.writeStringField("error", String.valueOf(e.getMessage()));
        }
    }
}
