package io.sluice.model.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.proto.RollupRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollupCodecTest {
    private static final SeriesKey SERIES = new SeriesKey(DeviceId.of("s", "d"), "t");

    /** Written by the first version of the schema: what lies in a topic must be readable for ever. */
    private static final String FIRST_BYTES = "0a0173" // 1 site "s"
            + "120164" // 2 device "d"
            + "1a0174" // 3 metric "t"
            + "20e807" // 4 width 1000
            + "28d00f" // 5 start 2000
            + "3001" // 6 generation 1
            + "3802" // 7 count 2
            + "42080000000000000840" // 8 sum parts: 3
            + "4a080000000000001440" // 9 square parts: 5
            + "51000000000000f03f" // 10 min 1
            + "590000000000000040" // 11 max 2
            + "621708d40f100119aa00000000000000" + "21000000000000f03f" // 12 first: ts 2004, seq 1, mix 0xaa, value 1
            + "6a1708d80f100219bb00000000000000" + "210000000000000040" // 13 last: ts 2008, seq 2, mix 0xbb, value 2
            + "72120a10000000000000f03f0000000000000040" // 14 sketch: raw 1, 2
            + "791100000000000000"; // 15 identities 0xaa ^ 0xbb

    @Test
    void writesTheBytesOfTheSchema() {
        assertEquals(FIRST_BYTES, HexFormat.of().formatHex(RollupCodec.encode(first())));
    }

    @Test
    void readsTheBytesOfTheFirstVersion() throws RollupFormatException {
        Rollup rollup = RollupCodec.decode(HexFormat.of().parseHex(FIRST_BYTES));
        assertEquals(first(), rollup);
        assertEquals((1L << 40) + 2, rollup.revision());
        assertEquals(3_000, rollup.endMillis());
        assertEquals(0.5, rollup.stats().stddev());
    }

    @Test
    void passesOverFieldsOfALaterVersion() throws RollupFormatException {
        ByteArrayOutputStream later = new ByteArrayOutputStream();
        later.writeBytes(RollupCodec.encode(first()));
        later.writeBytes(new byte[] {(byte) 0xf8, 0x06, 0x05}); // field 111, varint 5
        assertEquals(first(), RollupCodec.decode(later.toByteArray()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void comesBackEqualAndEqualContentHasEqualBytes(long seed) throws RollupFormatException {
        Random random = new Random(seed);
        double[] values = new double[1 + random.nextInt(60)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() * Math.pow(10, random.nextInt(seed % 2 == 0 ? 300 : 5));
        }
        Rollup forward = rollupOf(values);
        double[] backward = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            backward[i] = values[values.length - 1 - i];
        }
        assertArrayEquals(RollupCodec.encode(forward), RollupCodec.encode(rollupOf(backward)), "seed " + seed);
        assertEquals(forward, RollupCodec.decode(RollupCodec.encode(forward)), "seed " + seed);
    }

    @Test
    void refusesWhatBreaksTheRulesNamingIt() throws Exception {
        assertRefused("width_millis must be that of a tier, was 7", builder().setWidthMillis(7));
        assertRefused(
                "startMillis must be a multiple of 1000, was 2001", builder().setStartMillis(2001));
        assertRefused("generation must be 0 to 2^23 - 1, was -1", builder().setGeneration(-1));
        assertRefused("count must be 1 to 2^40 - 1, was 0", builder().setCount(0));
        assertRefused("count must be 1 to 2^40 - 1, was -5", builder().setCount(-5));
        assertRefused("sketch's count must be count, was 2", builder().setCount(3));
        assertRefused("min must be <= max, was 9.0", builder().setMin(9));
        assertRefused("min must be <= max, was NaN", builder().setMin(Double.NaN));
        assertRefused("max must be finite, was Infinity", builder().setMax(Double.POSITIVE_INFINITY));
        assertRefused("sum_parts must be finite, was NaN", builder().addSumParts(Double.NaN));
        assertRefused("site and device must be ids, were not", builder().setSite("a/b"));
        assertRefused("metric must be 1 to 128 characters, was 0", builder().setMetric(""));
    }

    @Test
    void refusesASketchWithoutOrderOrBounds() throws Exception {
        RollupRecord.Builder record = builder();
        record.getSketchBuilder().clearRaw().addPositiveIndexDeltas(40_000_000).addPositiveCounts(2);
        assertRefused(
                "bucket index must be " + LogScale.LOWEST_INDEX + " to " + LogScale.HIGHEST_INDEX + ", was 40000000",
                record);
        record.getSketchBuilder()
                .setPositiveIndexDeltas(0, 5)
                .addPositiveIndexDeltas(0)
                .addPositiveCounts(0);
        assertRefused("index delta must be > 0, was 0", record);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void damagedBytesAreRefusedOrReadButNeverThrowAnythingElse(long seed) {
        Random random = new Random(seed);
        byte[] good = RollupCodec.encode(rollupOf(1, 2, 3, 4, 5, 6, 7, 8, 9, -10, 0));
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            try {
                RollupCodec.decode(bad);
            } catch (RollupFormatException refused) {
                assertEquals(RollupFormatException.class, refused.getClass());
            }
        }
        assertThrows(
                RollupFormatException.class, () -> RollupCodec.decode("nonsense".getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(String message, RollupRecord.Builder record) {
        byte[] bytes = record.build().toByteArray();
        assertEquals(
                message,
                assertThrows(RollupFormatException.class, () -> RollupCodec.decode(bytes))
                        .getMessage());
    }

    private static RollupRecord.Builder builder() throws Exception {
        return RollupRecord.parseFrom(HexFormat.of().parseHex(FIRST_BYTES)).toBuilder();
    }

    private static Rollup first() {
        RollupAccumulator content = new RollupAccumulator();
        content.add(2, 2_008, 2, 0xbb);
        content.add(1, 2_004, 1, 0xaa);
        return new Rollup(SERIES, Tier.S1, 2_000, 1, RollupStats.of(content));
    }

    private static Rollup rollupOf(double... values) {
        RollupAccumulator content = new RollupAccumulator();
        for (double value : values) {
            content.add(value, 2_000, 1, Double.doubleToLongBits(value));
        }
        return new Rollup(SERIES, Tier.S1, 2_000, 0, RollupStats.of(content));
    }
}
