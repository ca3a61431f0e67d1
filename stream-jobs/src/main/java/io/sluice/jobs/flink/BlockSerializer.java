package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.BlockCodec;
import io.sluice.jobs.rollup.ReadingBlock;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Blocks between the job's threads. */
public final class BlockSerializer extends StatelessSerializer<ReadingBlock> {
    private static final long serialVersionUID = 1;

    static final BlockSerializer INSTANCE = new BlockSerializer();

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public ReadingBlock copy(ReadingBlock from) {
        return from;
    }

    @Override
    public void serialize(ReadingBlock block, DataOutputView target) throws IOException {
        BlockCodec.write(block, target);
    }

    @Override
    public ReadingBlock deserialize(DataInputView source) throws IOException {
        return BlockCodec.read(source);
    }

    @Override
    public TypeSerializerSnapshot<ReadingBlock> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public, with a constructor without arguments: Flink makes it from its name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ReadingBlock> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
