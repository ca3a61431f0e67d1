package io.sluice.model.payload;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Undoes the user property {@code content-encoding}. What comes out is bounded by the packet's bound and by 20 times
 * what came in; nothing is allocated by a length that the sender states.
 */
final class ContentEncoding {
    private static final int MAX_RATIO = 20;
    /** Short payloads may compress better than the ratio without being a bomb. */
    private static final int FREE_BYTES = 4096;
    /** RFC 1952: CRC and length. */
    private static final int TRAILER_BYTES = 8;

    private ContentEncoding() {}

    static byte[] decoded(String encoding, byte[] payload, int maxBytes) {
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

    private static byte[] inflated(String name, byte[] payload, int maxBytes) {
        int bound = (int) Math.min(maxBytes, Math.max(FREE_BYTES, (long) MAX_RATIO * payload.length));
        byte[] plain;
        try {
            plain = name.equals("gzip") ? gunzip(payload, bound + 1) : unzstd(payload, bound + 1);
        } catch (IOException e) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    "payload must be " + name + ", was not: " + Shown.text(String.valueOf(e.getMessage())));
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
        Member(InputStream in) throws IOException {
            super(in);
        }

        long deflatedBytes() {
            return inf.getBytesRead();
        }
    }
}
