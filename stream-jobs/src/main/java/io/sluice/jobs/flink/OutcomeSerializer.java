package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.Target;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Outcomes, should a sink not be chained to the rollups. */
public final class OutcomeSerializer extends StatelessSerializer<Outcome> {
    private static final long serialVersionUID = 1;
    private static final Target[] TARGETS = Target.values();

    static final OutcomeSerializer INSTANCE = new OutcomeSerializer();

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Outcome copy(Outcome from) {
        return from;
    }

    @Override
    public void serialize(Outcome outcome, DataOutputView target) throws IOException {
        target.writeByte(outcome.target().ordinal());
        target.writeInt(outcome.partition());
        target.writeInt(outcome.key().length);
        target.write(outcome.key());
        target.writeInt(outcome.value().length);
        target.write(outcome.value());
    }

    @Override
    public Outcome deserialize(DataInputView source) throws IOException {
        Target target = TARGETS[source.readUnsignedByte()];
        int partition = source.readInt();
        byte[] key = new byte[source.readInt()];
        source.readFully(key);
        byte[] value = new byte[source.readInt()];
        source.readFully(value);
        return new Outcome(target, partition, key, value);
    }

    @Override
    public TypeSerializerSnapshot<Outcome> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public, with a constructor without arguments: Flink makes it from its name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Outcome> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
