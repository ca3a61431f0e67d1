package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in the stream of one tier: the {@code id:} of a frame and the {@code position} of a series answer.
 *
 * <p>As text {@code 1~} and base64url without padding of: one byte for the tier, four for the topic's epoch, and the
 * next offset of each partition as a varint. Twelve partitions with offsets up to 2^49 make at most 121 characters: a
 * browser sends up to 128 bytes of {@code Last-Event-ID} without a CORS preflight.
 *
 * @param epoch tells one creation of the topic from another, whose offsets mean something else
 */
public record StreamPosition(Tier tier, int epoch, OffsetVector offsets) {
    public static final int MAX_LENGTH = 128;
    public static final int MAX_PARTITIONS = 12;
    private static final String VERSION = "1~";
    /** By the byte that stands for them; only ever added to. */
    private static final List<Tier> TIERS = List.of(Tier.S1, Tier.S10, Tier.M1, Tier.H1);

    private static final int HEAD_BYTES = 5;
    private static final int MAX_VARINT_BYTES = 9;

    /** Empty for anything that {@link #text} did not write. */
    public static Optional<StreamPosition> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder()
                    .decode(text.substring(VERSION.length()).getBytes(StandardCharsets.ISO_8859_1));
            return bytes.length <= HEAD_BYTES ? Optional.empty() : read(ByteBuffer.wrap(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<StreamPosition> read(ByteBuffer bytes) {
        int tier = bytes.get();
        int epoch = bytes.getInt();
        long[] next = new long[MAX_PARTITIONS];
        int partitions = 0;
        while (bytes.hasRemaining()) {
            long offset = varint(bytes);
            if (offset < 0 || partitions == MAX_PARTITIONS) {
                return Optional.empty();
            }
            next[partitions++] = offset;
        }
        if (tier < 0 || tier >= TIERS.size()) {
            return Optional.empty();
        }
        return Optional.of(
                new StreamPosition(TIERS.get(tier), epoch, OffsetVector.of(Arrays.copyOf(next, partitions))));
    }

    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + offsets.partitions() * MAX_VARINT_BYTES);
        bytes.put((byte) TIERS.indexOf(tier)).putInt(epoch);
        for (int p = 0; p < offsets.partitions(); p++) {
            putVarint(bytes, offsets.next(p));
        }
        byte[] written = Arrays.copyOf(bytes.array(), bytes.position());
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(written);
    }

    /** Whether the offsets of the other can be compared with these. */
    public boolean isOfSameTopic(StreamPosition other) {
        return tier == other.tier && epoch == other.epoch && offsets.partitions() == other.offsets.partitions();
    }

    /** The farther of both in each partition. */
    public StreamPosition atLeast(StreamPosition floor) {
        return new StreamPosition(tier, epoch, offsets.max(floor.offsets));
    }

    private static void putVarint(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    /** Negative where the bytes end too early or the number is too long. */
    private static long varint(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < 7 * MAX_VARINT_BYTES && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        return -1;
    }
}
