package io.sluice.model.payload.json;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.item.JsonSource;
import io.sluice.model.payload.shape.ItemMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Nanoseconds per message of both JSON readers, on the contract's example and on a large flat one. By hand, on a quiet
 * machine: {@code java -cp telemetry-model/target/test-classes:telemetry-model/target/classes:…
 * io.sluice.model.payload.json.JsonReadersSpeed}.
 */
final class JsonReadersSpeed {
    private static final long NOW = Decoding.NOW;
    private static final int VARIANTS = 512;
    private static final int ROUNDS = 4_000;

    private JsonReadersSpeed() {}

    public static void main(String[] arguments) {
        byte[][] envelopes = new byte[VARIANTS][];
        byte[][] flat = new byte[VARIANTS][];
        byte[][] long17 = new byte[VARIANTS][];
        for (int i = 0; i < VARIANTS; i++) {
            envelopes[i] = bytes(
                    "{\"ts\":" + (NOW - i) + ",\"epoch\":\"b7f3\",\"seq\":" + (i + 42) + ",\"values\":{\"temperature\":"
                            + (20 + i / 10.0) + ",\"rpm\":" + (1400 + i) + ",\"running\":true}}");
            flat[i] = bytes("{\"a\":1." + i + ",\"b\":2." + i + ",\"c\":3." + i + ",\"d\":4." + i + ",\"e\":5." + i
                    + ",\"f\":6." + i + ",\"g\":7." + i + ",\"h\":8." + i + "}");
            long17[i] = bytes("{\"temperature\":" + (20 + i / 7.0) + "}");
        }
        MessageReader careful = new ItemMessages(new JsonSource());
        MessageReader both = new JsonMessages();
        for (int pass = 0; pass < 5; pass++) {
            System.out.printf(
                    "envelope of 3: careful %.0f, scanned %.0f; flat of 8: careful %.0f, scanned %.0f;"
                            + " 17 digits: careful %.0f, scanned %.0f ns/message%n",
                    nanos(careful, envelopes),
                    nanos(both, envelopes),
                    nanos(careful, flat),
                    nanos(both, flat),
                    nanos(careful, long17),
                    nanos(both, long17));
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static double nanos(MessageReader reader, byte[][] payloads) {
        ReadScope scope = new ReadScope(
                new TopicAddress(DeviceId.of("s", "d"), null, TopicAddress.Dialect.SLUICE),
                PayloadLimits.defaults(),
                NOW);
        IdentityStamper stamper = device -> new IdentityStamper.Identity("gw", 1);
        long sum = 0;
        long begun = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] payload : payloads) {
                List<Draft> drafts = reader.read(payload, scope);
                sum += drafts.get(0)
                        .finish(scope.address().device(), stamper, NOW)
                        .size();
            }
        }
        double nanos = (System.nanoTime() - begun) / (double) (ROUNDS * payloads.length);
        return sum == 0 ? 0 : nanos;
    }
}
