package io.sluice.ingest.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two partitions of one stream thread, which have one pace. */
class ScreenProcessorTest {
    private static final long INTERVAL_MILLIS = 20;

    @TempDir
    Path state;

    private final IngestMeters meters = new IngestMeters(new SimpleMeterRegistry());
    private final CommitPace pace = new CommitPace(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS), System.nanoTime());

    @Test
    void oneOfThemTicksOnceItHasWork() {
        Partition first = new Partition(0);
        Partition second = new Partition(1);
        assertEquals(List.of(0, 0), List.of(first.ticks().size(), second.ticks().size()));

        second.work();
        first.work();
        second.work();
        assertEquals(List.of(0, 1), List.of(first.ticks().size(), second.ticks().size()));
    }

    @Test
    void whereItIsTakenAwayTheOtherTicks() {
        Partition first = new Partition(0);
        Partition second = new Partition(1);
        first.work();
        second.work();

        first.processor.close();
        second.work();
        assertEquals(1, second.ticks().size());
        assertTrue(first.context.scheduledPunctuators().stream().allMatch(CapturedPunctuator::cancelled));
    }

    @Test
    void whereTheOtherIsTakenAwayNothingChanges() {
        Partition first = new Partition(0);
        Partition second = new Partition(1);
        first.work();

        second.processor.close();
        first.work();
        assertEquals(1, first.ticks().size());
    }

    /** By a tick, where nothing comes afterwards. */
    @Test
    void whatWasDoneIsCommitted() {
        Partition partition = new Partition(0);
        partition.work();

        CapturedPunctuator tick = partition.ticks().get(0);
        await().pollInterval(tick.getInterval()).until(() -> {
            tick.getPunctuator().punctuate(0);
            return partition.context.committed();
        });
    }

    private final class Partition {
        private final MockProcessorContext<OutKey, byte[]> context;
        private final ScreenProcessor processor = new ScreenProcessor(2, () -> pace, meters);

        Partition(int number) {
            context = new MockProcessorContext<>(new Properties(), new TaskId(0, number), state.toFile());
            KeyValueStore<String, byte[]> rows = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(ScreenTopology.ROWS), Serdes.String(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            rows.init(context.getStateStoreContext(), rows);
            context.setCurrentSystemTimeMs(0);
            processor.init(context);
        }

        /** What it cannot read is work as well. */
        void work() {
            processor.process(new Record<>(new byte[0], new byte[] {1}, 0));
        }

        List<CapturedPunctuator> ticks() {
            return context.scheduledPunctuators().stream()
                    .filter(each -> each.getInterval().compareTo(Duration.ofMillis(INTERVAL_MILLIS)) < 0)
                    .toList();
        }
    }
}
