package io.sluice.ingest.json;

import static io.sluice.ingest.TestMessages.PUMP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.twin.Twin;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwinJsonTest {
    private static final DeviceMessage MESSAGE = new DeviceMessage(
            PUMP,
            "b7f3",
            42,
            1_700,
            Provenance.DEVICE,
            new String[] {"temperature", "running", "mode"},
            new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.BOOLEAN, ReadingKind.TEXT},
            new double[] {21.4, 1, 0},
            new String[] {null, null, "\"auto\""});

    @Test
    void aTwinIsWrittenWithItsValuesByMetric() {
        Twin twin = Twin.from(null);
        twin.see("gw", List.of(new CountedMessage(0, MESSAGE)), 2_000);

        assertEquals(
                "{\"site\":\"plant-1\",\"device\":\"pump-7\",\"firstSeen\":2000,\"lastSeen\":2000,\"alive\":true,"
                        + "\"epoch\":\"b7f3\",\"seq\":42,\"messages\":1,\"cadenceMillis\":0,\"values\":{"
                        + "\"mode\":{\"value\":\"\\\"auto\\\"\",\"ts\":1700},"
                        + "\"running\":{\"value\":true,\"ts\":1700},"
                        + "\"temperature\":{\"value\":21.4,\"ts\":1700}}}",
                new String(TwinJson.of("plant-1", "pump-7", twin), StandardCharsets.UTF_8));
    }

    @Test
    void aDeadTwinSaysSinceWhen() {
        Twin twin = Twin.from(null);
        twin.see("gw", List.of(new CountedMessage(0, MESSAGE)), 2_000);
        twin.die("gw", 1, 2_500);

        String json = new String(TwinJson.of("plant-1", "pump-7", twin), StandardCharsets.UTF_8);

        assertTrue(json.contains(",\"alive\":false,\"diedAt\":2500,"), json);
    }

    @Test
    void aMessageIsWrittenAsADeviceMayPublishIt() {
        assertEquals(
                "{\"ts\":1700,\"epoch\":\"b7f3\",\"seq\":42,\"values\":{\"temperature\":21.4,\"running\":true,"
                        + "\"mode\":\"\\\"auto\\\"\"}}",
                new String(MessageJson.of(MESSAGE), StandardCharsets.UTF_8));
    }
}
