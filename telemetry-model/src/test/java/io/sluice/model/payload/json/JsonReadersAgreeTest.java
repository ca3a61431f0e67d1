package io.sluice.model.payload.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.item.JsonSource;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.shape.ItemMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner reads, the careful reader reads alike, bit for bit; and the scanner reads what devices send. */
class JsonReadersAgreeTest {
    private static final long NOW = Decoding.NOW;
    private static final DeviceId DEVICE = DeviceId.of("s", "d");

    private final MessageReader careful = new ItemMessages(new JsonSource());
    private final MessageReader both = new JsonMessages();
    private final KnownWords words = new KnownWords();
    private final ReadScope scope = new ReadScope(
            new TopicAddress(DEVICE, null, TopicAddress.Dialect.SLUICE),
            new PayloadLimits(
                    1 << 20,
                    8,
                    12,
                    PayloadLimits.defaults().maxAge(),
                    PayloadLimits.defaults().maxAhead(),
                    PayloadLimits.defaults().maxStoredBytes()),
            NOW);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onValidPayloads(long seed) {
        RandomJson json = new RandomJson(new SplittableRandom(seed), 0);
        for (int i = 0; i < 5_000; i++) {
            String text = json.payload();
            assertAgree(seed, text.getBytes(StandardCharsets.UTF_8));
            assertTrue(
                    JsonScanner.scan(text.getBytes(StandardCharsets.UTF_8), scope, words) != null,
                    () -> "seed " + seed + ": must be usual, was not: " + text);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void onUnusualPayloads(long seed) {
        RandomJson json = new RandomJson(new SplittableRandom(seed), 6);
        for (int i = 0; i < 5_000; i++) {
            assertAgree(seed, json.payload().getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void onMutatedPayloads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomJson json = new RandomJson(random, 15);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = json.payload().getBytes(StandardCharsets.UTF_8);
            assertAgree(seed, RandomJson.mutated(bytes, random));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "-0",
                "-0.0",
                "0e5",
                "00",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "9007199254740993",
                "9223372036854775808",
                "123456789012345678901234567890",
                "1e22",
                "1e23",
                "9007199254740992e22",
                "4.9e-324",
                "1.7976931348623159e308",
                "2.2250738585072011e-308",
                "1e-400",
                "1e99999999999",
                "0.1e1",
                "1E5",
                "179769313486231580793728971405301e277"
            })
    void onNumbersAtTheEdge(String number) {
        assertAgree(0, ("{\"t\":" + number + "}").getBytes(StandardCharsets.UTF_8));
        assertAgree(0, ("{\"t\": " + number + " ,\"u\":" + number + "}").getBytes(StandardCharsets.UTF_8));
        assertAgree(0, ("{\"ts\":" + number + ",\"u\":1}").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{\"é\":1}", "{\"t\":null}", "{\"t\":\"a\\n\"}", "{}", "[]", "21", "{\"t\":1}}"})
    void theScannerLeavesTheUnusualToOthers(String payload) {
        assertNull(JsonScanner.scan(payload.getBytes(StandardCharsets.UTF_8), scope, words));
        assertAgree(0, payload.getBytes(StandardCharsets.UTF_8));
    }

    private void assertAgree(long seed, byte[] payload) {
        assertEquals(
                outcome(careful, payload),
                outcome(both, payload),
                () -> "seed " + seed + ": " + new String(payload, StandardCharsets.ISO_8859_1));
    }

    private Object outcome(MessageReader reader, byte[] payload) {
        try {
            List<DeviceMessage> messages = reader.read(payload, scope).stream()
                    .map(draft -> draft.finish(DEVICE, device -> new IdentityStamper.Identity("gw", 1), NOW))
                    .toList();
            return messages;
        } catch (RejectionException e) {
            return e.reason() + " " + e.detail();
        }
    }
}
