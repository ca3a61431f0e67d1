package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.json.RandomJson;
import io.sluice.model.payload.rejection.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes in any format: a message within its bounds or a rejection that may be shown, never an exception. In a test
 * run the seeds beside this class are read, and some thousand mutations of them; docs/development.md says how to fuzz.
 */
class DecodersFuzzTest {
    private static final PayloadLimits LIMITS = PayloadLimits.defaults();
    private static final String TOPIC = Decoding.TOPIC;

    private final PayloadDecoder decoder = Decoding.decoder();

    @FuzzTest
    void json(byte[] payload) {
        check(TOPIC, "application/json", "", payload);
    }

    @FuzzTest
    void scalar(byte[] payload) {
        check(TOPIC + "/m", "", "", payload);
    }

    @FuzzTest
    void cbor(byte[] payload) {
        check(TOPIC, "application/cbor", "", payload);
    }

    @FuzzTest
    void msgpack(byte[] payload) {
        check(TOPIC, "application/msgpack", "", payload);
    }

    @FuzzTest
    void protobuf(byte[] payload) {
        check(TOPIC, "application/vnd.sluice.message+protobuf", "", payload);
    }

    @FuzzTest
    void senmlJson(byte[] payload) {
        check(TOPIC, "application/senml+json", "", payload);
    }

    @FuzzTest
    void senmlCbor(byte[] payload) {
        check(TOPIC, "application/senml+cbor", "", payload);
    }

    @FuzzTest
    void gzip(byte[] payload) {
        check(TOPIC, "", "gzip", payload);
        check(TOPIC, "", null, payload);
    }

    @FuzzTest
    void zstd(byte[] payload) {
        check(TOPIC, "", "zstd", payload);
        check(TOPIC, "", null, payload);
    }

    /** What a birth declares, data may use, and a death ends. */
    @FuzzTest
    void sparkplug(byte[] payload) {
        check("spBv1.0/s/NBIRTH/n", "", "", payload);
        check("spBv1.0/s/NDATA/n", "", "", payload);
        check("spBv1.0/s/DBIRTH/n/d", "", "", payload);
        check("spBv1.0/s/DDATA/n/d", "", "", payload);
        check("spBv1.0/s/NDEATH/n", "", "", payload);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void mutationsOfTheSeeds(long seed) throws Exception {
        Map<String, Consumer<byte[]>> decoders = Map.of(
                "json", this::json,
                "scalar", this::scalar,
                "cbor", this::cbor,
                "msgpack", this::msgpack,
                "protobuf", this::protobuf,
                "senmlJson", this::senmlJson,
                "senmlCbor", this::senmlCbor,
                "gzip", this::gzip,
                "zstd", this::zstd,
                "sparkplug", this::sparkplug);
        SplittableRandom random = new SplittableRandom(seed);
        for (Map.Entry<String, Consumer<byte[]>> decoder : decoders.entrySet()) {
            List<byte[]> seeds = seedsOf(decoder.getKey());
            for (int i = 0; i < 800; i++) {
                byte[] bytes = RandomJson.mutated(seeds.get(random.nextInt(seeds.size())), random);
                try {
                    decoder.getValue().accept(bytes);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(
                            "seed " + seed + ", " + decoder.getKey() + ": "
                                    + HexFormat.of().formatHex(bytes),
                            e);
                }
            }
        }
    }

    private static List<byte[]> seedsOf(String name) throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(DecodersFuzzTest.class.getResource("DecodersFuzzTestInputs/" + name), name)
                        .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(DecodersFuzzTest::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String topic, String contentType, @Nullable String encoding, byte[] payload) {
        Decoded decoded = decoder.decode(topic, contentType, encoding, payload, Decoding.NOW);
        if (decoded instanceof Decoded.Messages messages) {
            messages.messages().forEach(DecodersFuzzTest::check);
            return;
        }
        if (decoded instanceof Decoded.Died died) {
            decoded = died.asRejected();
        }
        if (decoded instanceof Decoded.Rejected rejected) {
            assertTrue(rejected.detail().chars().allMatch(Shown::isPrintable), rejected.detail());
            assertTrue(rejected.detail().length() < 600, rejected.detail());
        }
    }

    private static void check(DeviceMessage message) {
        assertTrue(message.size() > 0 && message.size() <= LIMITS.maxReadings(), message::toString);
        assertTrue(message.tsMillis() >= Decoding.NOW - LIMITS.maxAge().toMillis(), message::toString);
        assertTrue(message.tsMillis() <= Decoding.NOW + LIMITS.maxAhead().toMillis(), message::toString);
        for (int i = 0; i < message.size(); i++) {
            assertTrue(MetricName.isValid(message.metric(i)), message::toString);
            assertTrue(Double.isFinite(message.number(i)), message::toString);
            assertEquals(message.kind(i) == ReadingKind.TEXT, message.text(i) != null);
        }
    }
}
