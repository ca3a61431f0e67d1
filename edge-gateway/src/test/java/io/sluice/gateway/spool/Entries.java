package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes for tests. */
public final class Entries {
    private Entries() {}

    public static DeviceMessage message(DeviceId device, String epoch, long seq) {
        return message(device, epoch, seq, seq, Provenance.DEVICE);
    }

    /** Of a device that sends no identity: what stands there is not meant. */
    public static DeviceMessage unidentified(DeviceId device, double value) {
        return message(device, "unset", 1, value, new Provenance(true, true));
    }

    private static DeviceMessage message(DeviceId device, String epoch, long seq, double value, Provenance provenance) {
        return new DeviceMessage(
                device,
                epoch,
                seq,
                1_700_000_000_000L + seq,
                provenance,
                new String[] {"temperature", "running", "mode"},
                new ReadingKind[] {ReadingKind.NUMBER, ReadingKind.BOOLEAN, ReadingKind.TEXT},
                new double[] {value, 1, 0},
                new String[] {null, null, "grün"});
    }

    public static SpoolEntry.Messages entry(DeviceId device, String epoch, long... seqs) {
        List<DeviceMessage> messages = new ArrayList<>();
        for (long seq : seqs) {
            messages.add(message(device, epoch, seq));
        }
        return new SpoolEntry.Messages(messages);
    }

    public static SpoolEntry.Rejected rejected(@Nullable DeviceId device, String payload) {
        return new SpoolEntry.Rejected(
                new Decoded.Rejected(RejectReason.NOT_PARSABLE, "payload must be JSON", device, List.of()),
                "telemetry/a/b",
                payload.getBytes(StandardCharsets.UTF_8),
                1_700_000_000_000L);
    }
}
