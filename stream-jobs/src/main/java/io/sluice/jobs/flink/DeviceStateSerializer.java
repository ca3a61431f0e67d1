package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.DevicePanes;
import io.sluice.jobs.rollup.DevicePanesCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A device's state in checkpoints; the bytes carry their own version. */
public final class DeviceStateSerializer extends StatelessSerializer<DevicePanes> {
    private static final long serialVersionUID = 1;

    static final DeviceStateSerializer INSTANCE = new DeviceStateSerializer();

    @Override
    public DevicePanes copy(DevicePanes from) {
        return from.copy();
    }

    @Override
    public void serialize(DevicePanes state, DataOutputView target) throws IOException {
        DevicePanesCodec.write(state, target);
    }

    @Override
    public DevicePanes deserialize(DataInputView source) throws IOException {
        return DevicePanesCodec.read(source);
    }

    @Override
    public TypeSerializerSnapshot<DevicePanes> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public, with a constructor without arguments: Flink makes it from its name in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DevicePanes> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
