package io.sluice.ingest.kafka;

import io.sluice.ingest.ledger.Facts;
import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.row.RowStore;
import io.sluice.ingest.screen.DeadLetter;
import io.sluice.ingest.screen.Screen;
import io.sluice.ingest.screen.Screened;
import io.sluice.ingest.twin.Twin;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.payload.rejection.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** One partition's batches, one after another: state, clean readings, dead letters and facts in one transaction. */
final class ScreenProcessor implements Processor<byte[], byte[], OutKey, byte[]> {
    private static final byte[] CONTENT_TYPE = "application/vnd.sluice.batch+protobuf".getBytes(StandardCharsets.UTF_8);
    private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(10);

    private final int partitions;
    private final Supplier<CommitPace> paces;
    private final IngestMeters meters;

    private ProcessorContext<OutKey, byte[]> context;
    private RowStore store;
    private BatchDoor door;
    private Screen screen;
    private DeadLetterRecords deadLetters;
    private ChangedRows changed;
    private CommitPace pace;
    private final List<Cancellable> schedules = new ArrayList<>();
    private int partition;

    /** @param paces asked for the pace of the calling stream thread, whose transaction all its partitions share */
    // Streams hands over the context after construction and before anything else.
    @SuppressWarnings("NullAway.Init")
    ScreenProcessor(int partitions, Supplier<CommitPace> paces, IngestMeters meters) {
        this.partitions = partitions;
        this.paces = paces;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<OutKey, byte[]> assigned) {
        context = assigned;
        partition = assigned.taskId().partition();
        KeyValueStore<String, byte[]> rows = assigned.getStateStore(ScreenTopology.ROWS);
        store = new StoredRows(rows);
        door = new BatchDoor(partition, partitions);
        screen = new Screen(partition, store);
        deadLetters = new DeadLetterRecords(partition);
        changed = new ChangedRows(store, new Facts(partition), meters);
        pace = paces.get();
        schedule(PUBLISH_INTERVAL, this::publishChanges);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        BatchDoor.Opened opened = door.open(record.value());
        if (opened instanceof BatchDoor.Batch in) {
            screen(in.batch());
        } else if (opened instanceof BatchDoor.Corrupt corrupt) {
            bury(record, corrupt.detail());
        }
        commitSoon();
    }

    /** Of the partitions of a thread one ticks, since Streams takes a partition that does for one with work. */
    private void commitSoon() {
        if (!pace.isTicking()) {
            schedule(TICK, now -> commitIf(pace.tick(System.nanoTime())));
            pace.ticksBy(this);
        }
        commitIf(pace.worked(System.nanoTime()));
    }

    /** Until the close: a task that Streams revives would go on with it beside the next one's. */
    private void schedule(Duration interval, Punctuator what) {
        schedules.add(context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, what));
    }

    private void commitIf(boolean isDue) {
        if (isDue) {
            context.commit();
        }
    }

    private void screen(TelemetryBatch batch) {
        long now = context.currentSystemTimeMs();
        Screened screened = screen.screen(batch, now);
        changed.add(RowKind.SPOOL.key(batch.spool()));
        screened.changedEpochs().forEach(changed::add);
        for (DeviceBlock block : screened.clean().blocks()) {
            updateTwin(batch.spool(), block, now);
        }
        screened.heard().forEach((device, counter) -> hear(batch.spool(), device, counter));
        batch.deaths().forEach(death -> die(batch.spool(), death));
        if (!screened.clean().blocks().isEmpty()) {
            forwardClean(screened.clean(), now);
        }
        for (DeadLetter letter : screened.deadLetters()) {
            context.forward(deadLetters.of(letter, batch.spool(), now), ScreenTopology.DEAD_LETTERS);
        }
        meters.screened(screened);
    }

    private void updateTwin(String spool, DeviceBlock block, long nowMillis) {
        String key = RowKind.TWIN.key(block.device());
        Twin twin = Twin.from(store.get(key));
        twin.see(spool, block.messages(), nowMillis);
        store.put(key, twin.toBytes());
        changed.add(key);
    }

    private void hear(String spool, DeviceId device, long counter) {
        String key = RowKind.TWIN.key(device);
        byte[] row = store.get(key);
        if (row != null) {
            Twin twin = Twin.from(row);
            twin.hear(spool, counter);
            store.put(key, twin.toBytes());
            changed.add(key);
        }
    }

    /** A device that never said anything is not known, and cannot die. */
    private void die(String spool, DeviceDeath death) {
        String key = RowKind.TWIN.key(death.device());
        byte[] row = store.get(key);
        if (row != null) {
            Twin twin = Twin.from(row);
            if (twin.die(spool, death.beforeCounter(), death.atMillis())) {
                store.put(key, twin.toBytes());
                changed.add(key);
            }
        }
    }

    private void forwardClean(TelemetryBatch clean, long nowMillis) {
        Headers headers = new RecordHeaders();
        headers.add("content-type", CONTENT_TYPE);
        headers.add("gateway", clean.spool().getBytes(StandardCharsets.UTF_8));
        OutKey key = new OutKey(partition, null);
        context.forward(
                new Record<>(key, TelemetryBatchCodec.encode(clean), nowMillis, headers), ScreenTopology.READINGS);
    }

    private void bury(Record<byte[], byte[]> record, String detail) {
        String place = context.recordMetadata()
                .map(at -> " (partition " + at.partition() + ", offset " + at.offset() + ")")
                .orElse("");
        String topic = context.recordMetadata().map(RecordMetadata::topic).orElse("");
        Header gateway = record.headers().lastHeader("gateway");
        context.forward(
                deadLetters.corrupt(
                        record.value(),
                        detail + place,
                        topic,
                        gateway == null || gateway.value() == null
                                ? ""
                                : new String(gateway.value(), StandardCharsets.UTF_8),
                        context.currentSystemTimeMs()),
                ScreenTopology.DEAD_LETTERS);
        meters.rejected(RejectReason.CORRUPT_BATCH);
    }

    private void publishChanges(long nowMillis) {
        changed.publish(
                new ChangedRows.Outlet() {
                    @Override
                    public void ledger(String key, LedgerRecord fact) {
                        forward(key, fact.toByteArray(), ScreenTopology.LEDGER);
                    }

                    @Override
                    public void device(String key, byte[] json) {
                        forward(key, json, ScreenTopology.DEVICES);
                    }

                    private void forward(String key, byte[] value, String sink) {
                        context.forward(new Record<>(new OutKey(partition, key), value, nowMillis), sink);
                    }
                },
                nowMillis);
        commitSoon();
    }

    @Override
    public void close() {
        schedules.forEach(Cancellable::cancel);
        schedules.clear();
        pace.endsTickingBy(this);
        changed.close();
    }
}
