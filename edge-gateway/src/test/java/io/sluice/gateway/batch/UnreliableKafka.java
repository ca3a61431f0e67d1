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
 * Kafka as it can be at its worst within its promises: away, slow, failing after it has appended, answering in any
 * order, taking what a producer had sent long after that producer was given up, and after a machine's crash without the
 * last minute of what it acknowledged. What one producer sent to one partition is appended in order, without gaps: that
 * is what idempotence promises. A batch travels as its number among all that were encoded.
 */
final class UnreliableKafka implements BatchSink, BatchEncoder {
    private static final Duration PAGE_CACHE = Duration.ofSeconds(50);

    private final RandomGenerator random;
    private final SpoolClock clock;
    private final List<TelemetryBatch> encoded = new ArrayList<>();
    private final List<List<Appended>> logs = new ArrayList<>();
    private final List<ArrayDeque<Sent>> inFlight = new ArrayList<>();
    private final List<ArrayDeque<Sent>> givenUp = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private boolean isReliable;

    UnreliableKafka(RandomGenerator random, SpoolClock clock, int partitions) {
        this.random = random;
        this.clock = clock;
        for (int p = 0; p < partitions; p++) {
            logs.add(new ArrayList<>());
            inFlight.add(new ArrayDeque<>());
            givenUp.add(new ArrayDeque<>());
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

    /** Something happens to one partition's first batch in flight, or to an answer. */
    void progress() {
        if (!answers.isEmpty() && random.nextInt(2) == 0) {
            answers.remove(random.nextInt(answers.size())).run();
            return;
        }
        int partition = random.nextInt(logs.size());
        if (!givenUp.get(partition).isEmpty() && random.nextInt(4) == 0) {
            arriveLate(partition);
            return;
        }
        Sent sent = inFlight.get(partition).peek();
        if (sent != null) {
            handle(partition, sent);
        }
    }

    private void handle(int partition, Sent sent) {
        int chance = isReliable ? 9 : random.nextInt(20);
        if (chance == 0) {
            sent.outcome.failed(new IllegalStateException("broken before it was appended"));
            return;
        }
        inFlight.get(partition).remove();
        append(partition, sent);
        if (chance == 1) {
            sent.outcome.failed(new IllegalStateException("broken after it was appended"));
        } else {
            answers.add(sent.outcome::acked);
        }
    }

    private void arriveLate(int partition) {
        ArrayDeque<Sent> queue = givenUp.get(partition);
        if (queue.isEmpty() || random.nextInt(4) == 0) {
            queue.clear();
        } else {
            append(partition, queue.remove());
        }
    }

    private void append(int partition, Sent sent) {
        logs.get(partition).add(new Appended(sent.batch, clock.nanos()));
    }

    /** What was on the wire arrives without an answer, now, later or not at all. */
    @Override
    public void restart() {
        for (int p = 0; p < logs.size(); p++) {
            ArrayDeque<Sent> queue = inFlight.get(p);
            if (givenUp.get(p).isEmpty()) {
                givenUp.get(p).addAll(queue);
            }
            queue.clear();
        }
        List<Runnable> told = List.copyOf(answers);
        answers.clear();
        for (Runnable answer : told) {
            switch (random.nextInt(3)) {
                case 0 -> answer.run(); // while the producer is being closed
                case 1 -> answers.add(answer); // when everything has begun anew
                default -> {} // never
            }
        }
    }

    void crashWithTheMachine() {
        gatewayDied();
        while (givenUp.stream().anyMatch(queue -> !queue.isEmpty())) {
            arriveLate(random.nextInt(givenUp.size()));
        }
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

    /** Answers find nobody. */
    void gatewayDied() {
        answers.clear();
        restart();
    }

    List<TelemetryBatch> log(int partition) {
        return logs.get(partition).stream().map(Appended::batch).toList();
    }

    private record Sent(TelemetryBatch batch, Outcome outcome) {}

    private record Appended(TelemetryBatch batch, long nanos) {}
}
