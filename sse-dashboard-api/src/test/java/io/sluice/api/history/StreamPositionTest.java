package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.rollup.Tier;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {
    @Test
    void theBytesAreTierEpochAndAVarintForEachPartition() {
        byte[] bytes = {
            1, // tier 10s
            0x01,
            0x02,
            0x03,
            0x04, // epoch
            0x00, // partition 0: 0
            0x7f, // partition 1: 127
            (byte) 0x80,
            0x01 // partition 2: 128
        };
        String text = "1~" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        StreamPosition position = new StreamPosition(Tier.S10, 0x01020304, OffsetVector.of(0, 127, 128));
        assertEquals(text, position.text());
        assertEquals(Optional.of(position), StreamPosition.parse(text));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsWrittenIsRead(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long[] next = new long[1 + random.nextInt(StreamPosition.MAX_PARTITIONS)];
            Arrays.setAll(next, p -> random.nextLong() >>> (1 + random.nextInt(62)));
            StreamPosition position = new StreamPosition(anyTier(random), random.nextInt(), OffsetVector.of(next));
            assertEquals(Optional.of(position), StreamPosition.parse(position.text()), () -> "seed " + seed);
        }
    }

    @Test
    void twelvePartitionsFitWhereABrowserNeedsNoPreflight() {
        long[] next = new long[StreamPosition.MAX_PARTITIONS];
        Arrays.fill(next, (1L << 49) - 1);
        assertEquals(
                121,
                new StreamPosition(Tier.H1, -1, OffsetVector.of(next)).text().length());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "1~",
                "1~AA",
                "2~AAAAAAAA",
                "1~AAAAAAA",
                "1~!!!!!!!!",
                "1~CQAAAAAA",
                "1~_wAAAAAA",
                "1~AAAAAAD_____________________",
                "1~AAAAAACA",
                "1~AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "\u0000",
                "1~ÄÖÜ"
            })
    void anythingElseIsNoPosition(String text) {
        boolean readable =
                StreamPosition.parse(text).map(p -> p.text().equals(text)).orElse(true);
        assertTrue(readable, "parsed to something else");
    }

    @Test
    void longerThanAHeaderMayBeIsNoPosition() {
        assertEquals(Optional.empty(), StreamPosition.parse("1~" + "A".repeat(200)));
    }

    private static Tier anyTier(Random random) {
        return List.of(Tier.S1, Tier.S10, Tier.M1, Tier.H1).get(random.nextInt(4));
    }
}
