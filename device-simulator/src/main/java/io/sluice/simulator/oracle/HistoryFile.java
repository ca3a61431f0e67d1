package io.sluice.simulator.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.model.identity.DeviceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A history as lines of JSON (docs/verification.md). Once it could not be written nothing more is, and {@link #check}
 * and {@link #close} say so: a judge must not go on with a history that has holes. Thread-safe.
 */
public final class HistoryFile implements HistoryJournal {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final FileChannel file;
    private final InstantSource clock;
    private @Nullable IOException failure;

    /** @throws IOException also where there is such a file: a history is of one run */
    public HistoryFile(Path path, InstantSource clock) throws IOException {
        this.path = path;
        this.clock = clock;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void said(DeviceId device, String epoch, long seq, long tsMillis) {
        write(true, json -> {
            header(json, device, epoch, seq);
            json.writeNumberField("ts", tsMillis);
            json.writeStringField("what", "said");
        });
    }

    @Override
    public void became(DeviceId device, String epoch, long seq, String what) {
        write(false, json -> {
            header(json, device, epoch, seq);
            json.writeStringField("what", what);
        });
    }

    private void header(JsonGenerator json, DeviceId device, String epoch, long seq) throws IOException {
        json.writeNumberField("at", clock.millis());
        json.writeStringField("device", device.toString());
        json.writeStringField("epoch", epoch);
        json.writeNumberField("seq", seq);
    }

    @FunctionalInterface
    private interface Line {
        void write(JsonGenerator json) throws IOException;
    }

    private synchronized void write(boolean forced, Line line) {
        if (failure != null) {
            return;
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                line.write(json);
                json.writeEndObject();
                json.writeRaw('\n');
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            if (forced) {
                file.force(false);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public synchronized void check() {
        if (failure != null) {
            throw new HistoryException(path, failure);
        }
    }

    @Override
    public synchronized void close() {
        try (file) {
            file.force(false);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        check();
    }
}
