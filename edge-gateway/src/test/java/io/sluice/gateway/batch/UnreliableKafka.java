package io.sluice.gateway.batch;

import io.sluice.gateway.spool.SpoolClock;
import io.sluice.model.batch.TelemetryBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Kafka as it can be at its worst within its promises: away, slow, failing after it has appended, and after a machine's
 * crash without the last minute of what it acknowledged. A batch travels as its number among all that were encoded.
 */
final class UnreliableKafka implements BatchSink, BatchEncoder {
    private static final Duration PAGE_CACHE = Duration.ofSeconds(50);

    private final RandomGenerator random;
    private final SpoolClock clock;
    private final List<TelemetryBatch> encoded = new ArrayList<>();
    private final List<List<Appended>> logs = new ArrayList<>();
    private final List<ArrayDeque<Sent>> inFlight = new ArrayList<>();
    private boolean isReliable;

    UnreliableKafka(RandomGenerator random, SpoolClock clock, int partitions) {
        this.random = random;
        this.clock = clock;
        for (int p = 0; p < partitions; p++) {
            logs.add(new ArrayList<>());
            inFlight.add(new ArrayDeque<>());
        }
    }

    void becomeReliable() {
        isReliable = true;
    }

    @Override
    public byte[] encode(TelemetryBatch batch) {
        encoded.add(batch);
        return ByteBuffer.allocate(Integer.BYTES).putInt(encoded.size() - 1).array();
    }

    @Override
    public boolean trySend(int partition, byte[] batch, Outcome outcome) {
        if (!isReliable && random.nextInt(5) == 0) {
            return false;
        }
        inFlight.get(partition).add(new Sent(encoded.get(ByteBuffer.wrap(batch).getInt()), outcome));
        return true;
    }

    /** Something happens to one partition's first batch in flight. */
    void progress() {
        int partition = random.nextInt(logs.size());
        ArrayDeque<Sent> queue = inFlight.get(partition);
        if (queue.isEmpty()) {
            return;
        }
        int chance = isReliable ? 9 : random.nextInt(10);
        if (chance == 0) {
            queue.peek().outcome.failed(new IllegalStateException("broken before it was appended"));
            return;
        }
        Sent sent = queue.remove();
        append(partition, sent);
        if (chance == 1) {
            sent.outcome.failed(new IllegalStateException("broken after it was appended"));
        } else {
            sent.outcome.acked();
        }
    }

    private void append(int partition, Sent sent) {
        logs.get(partition).add(new Appended(sent.batch, clock.nanos()));
    }

    /** What was on the wire arrives without an answer, or not at all. */
    @Override
    public void restart() {
        for (int p = 0; p < logs.size(); p++) {
            ArrayDeque<Sent> queue = inFlight.get(p);
            for (int arriving = random.nextInt(queue.size() + 1); arriving > 0; arriving--) {
                append(p, queue.remove());
            }
            queue.clear();
        }
    }

    void crashWithTheMachine() {
        restart();
        long safeNanos = clock.nanos() - PAGE_CACHE.toNanos();
        for (List<Appended> log : logs) {
            int first = log.size();
            while (first > 0 && log.get(first - 1).nanos > safeNanos) {
                first--;
            }
            int kept = first + random.nextInt(log.size() - first + 1);
            log.subList(kept, log.size()).clear();
        }
    }

    List<TelemetryBatch> log(int partition) {
        return logs.get(partition).stream().map(Appended::batch).toList();
    }

    private record Sent(TelemetryBatch batch, Outcome outcome) {}

    private record Appended(TelemetryBatch batch, long nanos) {}
}
