package io.sluice.ingest;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages and batches as the gateway makes them. */
public final class TestMessages {
    public static final String SPOOL = "gw-1";
    public static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    public static final long TS = 1_732_412_345_000L;
    private static final Provenance STAMPED_IDENTITY = new Provenance(true, false);

    private TestMessages() {}

    public static DeviceMessage messageOf(DeviceId device, String epoch, long seq, double value) {
        return messageOf(device, epoch, seq, TS + seq * 1000, value, Provenance.DEVICE);
    }

    /** The device sent ts and value; epoch and seq are the gateway's. */
    public static DeviceMessage stamped(DeviceId device, String epoch, long seq, long ts, double value) {
        return messageOf(device, epoch, seq, ts, value, STAMPED_IDENTITY);
    }

    public static DeviceMessage messageOf(
            DeviceId device, String epoch, long seq, long ts, double value, Provenance provenance) {
        return new DeviceMessage(
                device,
                epoch,
                seq,
                ts,
                provenance,
                new String[] {"temperature"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {value},
                null);
    }

    /** One block, counters from the given one on. */
    public static TelemetryBatch batch(long firstCounter, DeviceMessage... messages) {
        return new TelemetryBatch(SPOOL, List.of(block(firstCounter, messages)), List.of());
    }

    public static DeviceBlock block(long firstCounter, DeviceMessage... messages) {
        CountedMessage[] counted = new CountedMessage[messages.length];
        for (int i = 0; i < messages.length; i++) {
            counted[i] = new CountedMessage(firstCounter + i, messages[i]);
        }
        return new DeviceBlock(messages[0].device(), messages[0].epoch(), null, List.of(counted));
    }

    public static TelemetryBatch rejectedBatch(RejectedMessage... rejected) {
        return new TelemetryBatch(SPOOL, List.of(), List.of(rejected));
    }

    public static RejectedMessage rejected(long counter, SeqRef... readable) {
        return new RejectedMessage(
                counter,
                RejectReason.NOT_FINITE,
                "temperature must be finite, was NaN",
                PUMP,
                List.of(readable),
                "telemetry/plant-1/pump-7",
                "{NaN}".getBytes(StandardCharsets.UTF_8),
                TS);
    }

    public static RejectedMessage rejectedWithoutDevice(long counter) {
        return new RejectedMessage(
                counter,
                RejectReason.TOPIC_INVALID,
                "topic must name site and device, was telemetry/x",
                null,
                List.of(),
                "telemetry/x",
                new byte[] {1},
                TS);
    }
}
