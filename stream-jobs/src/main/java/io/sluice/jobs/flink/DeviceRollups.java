package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.DevicePanes;
import io.sluice.jobs.rollup.EpochShelf;
import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.ReadingBlock;
import io.sluice.jobs.rollup.RollupEngine;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link RollupEngine} and the device's state together: one state access a block, one timer a device. A second
 * state holds the rows of epochs that the first has no room for.
 */
final class DeviceRollups extends KeyedProcessFunction<String, ReadingBlock, Outcome> {
    private static final long serialVersionUID = 1;

    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private final RollupJob.Options options;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    private transient RollupEngine engine;

    @SuppressWarnings("NullAway.Init")
    private transient ValueState<DevicePanes> states;

    @SuppressWarnings("NullAway.Init")
    private transient EpochShelf shelf;

    DeviceRollups(RollupJob.Options options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        JobMeters meters = JobMeters.of(options.name(), getRuntimeContext().getMetricGroup());
        engine = new RollupEngine(options.generation(), options.partitions(), meters);
        states = getRuntimeContext().getState(new ValueStateDescriptor<>("device", JobTypes.DEVICE_STATE));
        shelf = new KeyedShelf(
                getRuntimeContext().getMapState(new MapStateDescriptor<>("epochs", Types.STRING, BYTES)));
    }

    @Override
    public void processElement(ReadingBlock block, Context context, Collector<Outcome> out) throws Exception {
        // The object in the heap is the state itself, or its copy while a checkpoint still reads the former.
        DevicePanes state = states.value();
        if (state == null) {
            state = new DevicePanes(block.block().device());
        }
        engine.onBlock(state, shelf, block, context.timerService().currentProcessingTime(), out::collect);
        schedule(state, context.timerService());
        states.update(state);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Outcome> out) throws Exception {
        DevicePanes state = states.value();
        if (state == null) {
            throw new IllegalStateException("a timer's device must have state, had none: " + context.getCurrentKey());
        }
        state.timerFired(timestamp);
        engine.onTime(state, context.timerService().currentProcessingTime(), out::collect);
        schedule(state, context.timerService());
        states.update(state);
    }

    private void schedule(DevicePanes state, TimerService timers) {
        long due = engine.nextDueMillis(state);
        if (state.needsTimer(due)) {
            timers.registerProcessingTimeTimer(due);
        }
    }

    /** Of the device whose block or timer is at hand: Flink sees to that. */
    private record KeyedShelf(MapState<String, byte[]> rows) implements EpochShelf {
        @Override
        public byte @Nullable [] get(String epoch) {
            try {
                return rows.get(epoch);
            } catch (Exception e) {
                throw new IllegalStateException("state must be readable, was not", e);
            }
        }

        @Override
        public void put(String epoch, byte[] row) {
            try {
                rows.put(epoch, row);
            } catch (Exception e) {
                throw new IllegalStateException("state must take a row, did not", e);
            }
        }
    }
}
