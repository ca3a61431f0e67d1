package io.sluice.jobs.flink;

import io.sluice.jobs.rollup.Outcome;
import io.sluice.jobs.rollup.ReadingBlock;
import java.io.Serializable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The job, given its ends: blocks in, keyed by device, rollups, late messages and ledger facts out. No watermarks: what
 * is late is decided by each device's own state.
 */
public final class RollupJob {
    /** Fixed for good: a checkpoint can be restored at any parallelism up to this. */
    private static final int MAX_PARALLELISM = 128;

    private final Source<ReadingBlock, ?, ?> source;
    private final Sink<Outcome> sink;
    private final Options options;

    /**
     * @param name finds the meters, {@link JobMeters}
     * @param generation of the rollups
     * @param partitions of every topic
     */
    public record Options(String name, int generation, int partitions, int parallelism) implements Serializable {}

    public RollupJob(Source<ReadingBlock, ?, ?> source, Sink<Outcome> sink, Options options) {
        this.source = source;
        this.sink = sink;
        this.options = options;
    }

    /** Draws the job into the environment; whoever owns that executes it. */
    public void draw(StreamExecutionEnvironment environment) {
        environment.setParallelism(options.parallelism());
        environment.setMaxParallelism(MAX_PARALLELISM);
        environment.getConfig().enableObjectReuse();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "readings", JobTypes.BLOCK)
                .uid("readings")
                .keyBy(ReadingBlock::deviceKey, Types.STRING)
                .process(new DeviceRollups(options), JobTypes.OUTCOME)
                .name("rollups")
                .uid("rollups")
                .sinkTo(sink)
                .name("outcomes")
                .uid("outcomes");
    }

    StreamGraph graph(Configuration configuration) {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
        draw(environment);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(options.name());
        return graph;
    }
}
