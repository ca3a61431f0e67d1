package io.sluice.model.payload;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the user property {@code content-encoding}, or without one, which MQTT 3.1.1 has not, what the first bytes
 * tell of: no format that we read begins with them. Once only: what comes out is not looked at again. It is bounded by
 * the packet's bound and by 20 times what came in; nothing is allocated by a length that the sender states.
 */
final class ContentEncoding {
    private static final int MAX_RATIO = 20;
    /** Short payloads may compress better than the ratio without being a bomb. */
    private static final int FREE_BYTES = 4096;
    /** RFC 1952: CRC and length. */
    private static final int TRAILER_BYTES = 8;

    /** RFC 1952, with deflate, the only method there is. */
    private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};
    /** RFC 8878. */
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private ContentEncoding() {}

    /** @param payload at least one byte */
    static byte[] decoded(@Nullable String encoding, byte[] payload, int maxBytes) {
        if (encoding == null) {
            return toldByFirstBytes(payload, maxBytes);
        }
        String name = encoding.trim().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> payload;
            case "gzip", "zstd" -> inflated(name, payload, maxBytes);
            default ->
                throw new RejectionException(
                        RejectReason.UNSUPPORTED_FORMAT,
                        "content-encoding must be absent, identity, gzip or zstd, was " + Shown.text(encoding));
        };
    }

    private static byte[] toldByFirstBytes(byte[] payload, int maxBytes) {
        return switch (payload[0]) {
            case 0x1f -> beginsWith(GZIP, payload) ? inflated("gzip", payload, maxBytes) : payload;
            case 0x28 -> beginsWith(ZSTD, payload) ? inflated("zstd", payload, maxBytes) : payload;
            default -> payload;
        };
    }

    private static boolean beginsWith(byte[] magic, byte[] payload) {
        return payload.length >= magic.length && Arrays.equals(payload, 0, magic.length, magic, 0, magic.length);
    }

    private static byte[] inflated(String name, byte[] payload, int maxBytes) {
        int bound = (int) Math.min(maxBytes, Math.max(FREE_BYTES, (long) MAX_RATIO * payload.length));
        byte[] plain;
        try {
            plain = name.equals("gzip") ? gunzip(payload, bound + 1) : unzstd(payload, bound + 1);
        } catch (IOException e) {
            String why = e.getMessage() == null ? "it ends too soon" : e.getMessage();
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE, "payload must be " + name + ", was not: " + Shown.text(why));
        }
        if (plain.length > bound) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "payload must be <= " + bound + " bytes (at most " + maxBytes + ", and " + MAX_RATIO + " times its "
                            + payload.length + " compressed ones), was more");
        }
        return plain;
    }

    private static byte[] unzstd(byte[] payload, int atMost) throws IOException {
        try (InputStream in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(payload))) {
            return in.readNBytes(atMost);
        }
    }

    private static byte[] gunzip(byte[] payload, int atMost) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(payload);
        try (Member member = new Member(bytes)) {
            int headerBytes = payload.length - bytes.available();
            byte[] plain = member.readNBytes(atMost);
            if (plain.length < atMost && headerBytes + member.deflatedBytes() + TRAILER_BYTES != payload.length) {
                throw new IOException("bytes follow its end");
            }
            return plain;
        }
    }

    /** The JDK's stream takes whatever follows the first member, if it is no further one, for nothing. */
    private static final class Member extends GZIPInputStream {
        private boolean isReading;

        Member(InputStream in) throws IOException {
            super(in);
        }

        /** For a further member the JDK's calls itself, as deep as there are members. */
        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (isReading) {
                throw new IOException("bytes follow its end");
            }
            isReading = true;
            try {
                return super.read(into, at, length);
            } finally {
                isReading = false;
            }
        }

        long deflatedBytes() {
            return inf.getBytesRead();
        }
    }
}
