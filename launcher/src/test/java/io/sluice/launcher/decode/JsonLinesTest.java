package io.sluice.launcher.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final StringWriter out = new StringWriter();
    private final JsonLines lines = new JsonLines(new PrintWriter(out, true), JsonLines.Content.BATCH);

    @Test
    void aBatchIsALineWithItsMessagesInTheShapeThatDevicesPublish() throws Exception {
        DeviceId device = DeviceId.of("plant-1", "pump-7");
        DeviceMessage message = new DeviceMessage(
                device,
                "b7f3",
                42,
                1732412345678L,
                Provenance.DEVICE,
                new String[] {"temperature", "running", "state"},
                new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.BOOLEAN, ReadingKind.TEXT},
                new double[] {21.4, 1, 0},
                new String[] {null, null, "idle"});
        TelemetryBatch batch = new TelemetryBatch(
                "spool-1",
                List.of(new DeviceBlock(device, "b7f3", null, List.of(new CountedMessage(7, message)))),
                List.of());

        lines.write(1, 2, 3, TelemetryBatchCodec.encode(batch));

        assertEquals(
                "{\"partition\":1,\"offset\":2,\"timestamp\":3,\"spool\":\"spool-1\",\"devices\":[{\"site\":\"plant-1\","
                        + "\"device\":\"pump-7\",\"epoch\":\"b7f3\",\"messages\":[{\"counter\":7,\"ts\":1732412345678,"
                        + "\"seq\":42,\"values\":{\"temperature\":21.4,\"running\":true,\"state\":\"idle\"}}]}]}\n",
                out.toString());
    }

    @Test
    void bytesThatAreNoBatchBecomeALineWithTheError() throws Exception {
        lines.write(0, 9, 3, new byte[] {1, 2, 3});

        assertTrue(
                out.toString().startsWith("{\"partition\":0,\"offset\":9,\"timestamp\":3,\"error\":\"batch must be"),
                out.toString());
        assertEquals(1, lines.undecodable());
    }
}
