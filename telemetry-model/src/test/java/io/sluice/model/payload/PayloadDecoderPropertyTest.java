package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadDecoderPropertyTest {
    private static final long NOW = 1_732_412_345_678L;

    /** A message as CBOR and MessagePack, in gzip and in zstd, and nothing at all. */
    private static final List<byte[]> WHOLE = List.of(
            HexFormat.of().parseHex("81a462747363796561656f636865616c63736571182a6676616c756573a16174f94d5a"),
            HexFormat.of().parseHex("bf617402617561786176f5ff"),
            HexFormat.of().parseHex("9183a565706f6368a165a37365712aa676616c75657382a174cb4035666666666666a175c3"),
            Packed.gzip("{\"t\":1}".getBytes(StandardCharsets.UTF_8)),
            Zstd.compress("{\"t\":1}".getBytes(StandardCharsets.UTF_8)),
            new byte[32]);

    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw", 1));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyValueComesOutAsJavaWouldParseIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> sent = new TreeMap<>();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                sent.put(metric(random), value(random));
            }
            String json = json(sent, random.nextBoolean());
            DeviceMessage message = assertInstanceOf(
                            Decoded.Messages.class,
                            decoder.decode("telemetry/s/d", null, null, json.getBytes(StandardCharsets.UTF_8), NOW),
                            () -> "seed " + seed + " " + json)
                    .messages()
                    .get(0);
            assertEquals(sent, read(message), () -> "seed " + seed + " " + json);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void brokenBytesAreRefusedAndNeverThrow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = ("[{\"ts\":1732412345000,\"epoch\":\"b7f3\",\"seq\":42,\"values\":{\"temperature\":21.4,"
                        + "\"µ\":-1.5e-7,\"ok\":true,\"mode\":\"a\\u00e9\",\"x\":null}},{\"t\":1}]")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = mutated(whole, random);
            Decoded decoded = decoder.decode("telemetry/s/d", null, null, bytes, NOW);
            if (decoded instanceof Decoded.Rejected rejected) {
                assertNotNull(rejected.device(), () -> "seed " + seed);
                assertTrue(
                        rejected.detail().chars().allMatch(Shown::isPrintable),
                        () -> "seed " + seed + " " + rejected.detail());
                assertTrue(rejected.detail().length() < 600, () -> "seed " + seed + " " + rejected.detail());
            }
        }
    }

    /**
     * So that the first bytes may tell of gzip and zstd. The rest of each is what its format begins with, or anything.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void noFormatBeginsAsGzipOrZstdDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] magic = HexFormat.of().parseHex(random.nextBoolean() ? "1f8b08" : "28b52ffd");
            byte[] rest = WHOLE.get(random.nextInt(WHOLE.size()));
            rest = random.nextBoolean() ? rest : mutated(rest, random);
            byte[] bytes = Arrays.copyOf(magic, magic.length + rest.length);
            System.arraycopy(rest, 0, bytes, magic.length, rest.length);
            for (PayloadFormat format : PayloadFormat.values()) {
                for (String topic : List.of("telemetry/s/d", "telemetry/s/d/m", "spBv1.0/s/NDATA/n")) {
                    assertInstanceOf(
                            Decoded.Rejected.class,
                            decoder.decode(topic, format.contentType(), "identity", bytes, NOW),
                            () -> "seed " + seed + ", " + format + " on " + topic + ": "
                                    + HexFormat.of().formatHex(bytes));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void noBytesOfAnyFormatOrEncodingThrow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> types = List.of("application/json", "application/cbor", "application/msgpack", "");
        List<String> encodings = List.of("", "gzip", "zstd");
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = mutated(WHOLE.get(random.nextInt(WHOLE.size())), random);
            String type = types.get(random.nextInt(types.size()));
            String encoding = encodings.get(random.nextInt(encodings.size()));
            String topic = random.nextInt(5) == 0 ? "telemetry/s/d/m" : "telemetry/s/d";
            assertNotNull(
                    assertDoesNotThrow(
                            () -> decoder.decode(topic, type, encoding, bytes, NOW),
                            () -> "seed " + seed + " " + type + " " + encoding + " "
                                    + HexFormat.of().formatHex(bytes)),
                    () -> "seed " + seed);
        }
    }

    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 8)) : whole.clone();
        for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? "{}[]\",:0-eN".charAt(random.nextInt(11)) : random.nextInt(256));
        }
        return bytes;
    }

    private static String metric(SplittableRandom random) {
        return "m" + random.nextInt(50) + (random.nextInt(5) == 0 ? " µ/é" : "");
    }

    private static String value(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> Boolean.toString(random.nextBoolean());
            case 1 -> Double.toString(random.nextLong());
            case 2 -> Double.toString(Math.round(random.nextDouble(-1e4, 1e4) * 100) / 100.0);
            case 3 -> "\"text " + random.nextInt(9) + "\"";
            default -> finite(random.nextLong());
        };
    }

    private static String finite(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isFinite(value) ? Double.toString(value) : "0.0";
    }

    private static String json(Map<String, String> values, boolean flat) {
        StringBuilder json = new StringBuilder("{");
        values.forEach((metric, value) -> json.append(json.length() == 1 ? "" : ",")
                .append('"')
                .append(metric)
                .append("\":")
                .append(value));
        return flat ? json.append('}').toString() : "{\"values\":" + json.append("}}");
    }

    /** As JSON again, doubles by their bits: what {@code Double.parseDouble} makes of the text that was sent. */
    private static Map<String, String> read(DeviceMessage message) {
        Map<String, String> read = new TreeMap<>();
        for (int i = 0; i < message.size(); i++) {
            read.put(message.metric(i), text(message, i));
        }
        return read;
    }

    private static String text(DeviceMessage message, int i) {
        return switch (message.kind(i)) {
            case BOOLEAN -> Boolean.toString(message.number(i) != 0);
            case TEXT -> "\"" + message.text(i) + "\"";
            case NUMBER -> Double.toString(message.number(i));
        };
    }
}
