package io.sluice.jobs.rollup;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.SeriesKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A device's state as bytes, led by a version: a checkpoint may be read by a later build. */
public final class DevicePanesCodec {
    private static final int VERSION = 2;

    private DevicePanesCodec() {}

    public static void write(DevicePanes state, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeUTF(state.device.site());
        out.writeUTF(state.device.device());
        out.writeLong(state.maxTsMillis);
        out.writeLong(state.partialUntilMillis);
        out.writeLong(state.lastPublishedMillis);
        out.writeLong(state.ledgerDueMillis);
        out.writeLong(state.timerMillis());
        out.writeInt(state.seriesCount());
        for (int i = 0; i < state.seriesCount(); i++) {
            out.writeUTF(state.series(i).metric());
        }
        out.writeInt(state.epochs.size());
        for (EpochLedger row : state.epochs) {
            row.write(out);
        }
        for (TierPanes tier : state.tiers) {
            tier.write(out);
        }
    }

    /** @throws IOException where a build this one does not know wrote the bytes */
    public static DevicePanes read(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        if (version < 1 || version > VERSION) {
            throw new IOException("version of a device's state must be 1 to " + VERSION + ", was " + version);
        }
        DeviceId device = DeviceId.of(in.readUTF(), in.readUTF());
        long maxTsMillis = in.readLong();
        long partialUntilMillis = version == 1 ? Long.MIN_VALUE : in.readLong();
        long lastPublishedMillis = in.readLong();
        long ledgerDueMillis = in.readLong();
        long timerMillis = in.readLong();
        List<SeriesKey> series = readSeries(device, in);
        List<EpochLedger> epochs = readEpochs(in);
        TierPanes[] tiers = new TierPanes[DevicePanes.TIERS.length];
        for (int i = 0; i < tiers.length; i++) {
            tiers[i] = TierPanes.read(DevicePanes.TIERS[i], in);
        }
        DevicePanes state = new DevicePanes(device, tiers, series, epochs);
        state.maxTsMillis = maxTsMillis;
        state.partialUntilMillis = partialUntilMillis;
        state.lastPublishedMillis = lastPublishedMillis;
        state.ledgerDueMillis = ledgerDueMillis;
        state.needsTimer(timerMillis);
        state.collectDirty();
        return state;
    }

    private static List<SeriesKey> readSeries(DeviceId device, DataInput in) throws IOException {
        int size = in.readInt();
        List<SeriesKey> series = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            series.add(new SeriesKey(device, in.readUTF()));
        }
        return series;
    }

    private static List<EpochLedger> readEpochs(DataInput in) throws IOException {
        int size = in.readInt();
        List<EpochLedger> epochs = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            epochs.add(EpochLedger.read(in));
        }
        return epochs;
    }
}
