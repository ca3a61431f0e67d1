package io.sluice.simulator.payload;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What a device does to its payloads to make them smaller. */
public enum Compression {
    NONE {
        @Override
        public byte[] compressed(byte[] payload) {
            return payload;
        }
    },
    GZIP {
        @Override
        public byte[] compressed(byte[] payload) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(payload);
            } catch (IOException e) {
                throw new UncheckedIOException("bytes in memory do not fail", e);
            }
            return bytes.toByteArray();
        }
    },
    ZSTD {
        @Override
        public byte[] compressed(byte[] payload) {
            return Zstd.compress(payload);
        }
    };

    public abstract byte[] compressed(byte[] payload);

    /** What MQTT 5's user property of that name is to say; null where it is not sent. */
    public @Nullable String contentEncoding() {
        return switch (this) {
            case NONE -> null;
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
        };
    }
}
