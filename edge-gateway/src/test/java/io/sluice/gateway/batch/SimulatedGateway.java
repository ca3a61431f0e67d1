package io.sluice.gateway.batch;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.SpoolKeeper;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.LedgerKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One gateway's life in one thread: started, crashed and started again, with devices that resend what was not acked.
 */
final class SimulatedGateway {
    static final int PARTITIONS = 3;
    private static final int DEVICES = 6;
    private static final int CRASHES = 6;
    private static final SpoolOptions OPTIONS = new SpoolOptions(PARTITIONS, 4_096, 48_000, 3_000);
    private static final DrainOptions DRAIN =
            new DrainOptions(12, 1_500, Duration.ofMillis(10), Duration.ofMillis(250), 40);

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final UnreliableKafka kafka;
    private final List<ArrayDeque<Publish>> unacked = new ArrayList<>();
    private final long[] lastSeqs = new long[DEVICES];
    private final Set<String> acknowledged = new TreeSet<>();
    private MemoryFiles files = new MemoryFiles();
    private LedgerBook book = new LedgerBook();
    private String spoolId = "";
    private int rejections;
    private int stamped;

    SimulatedGateway(long seed) {
        random = new Random(seed);
        kafka = new UnreliableKafka(random, clock, PARTITIONS);
        for (int d = 0; d < DEVICES; d++) {
            unacked.add(new ArrayDeque<>());
        }
    }

    /** A publish and what names it among all that arrives. */
    private record Publish(SpoolEntry entry, List<String> names) {}

    int runUntilDrained() throws IOException {
        int crashes = 0;
        for (int life = 0; life < CRASHES; life++) {
            files.crashAfter(random.nextInt(200));
            try {
                live(2_000, true);
            } catch (MemoryFiles.Crash e) {
                crashes++;
                kafka.crashWithTheMachine();
                files = files.afterCrash(random);
            }
        }
        files.crashAfter(Long.MAX_VALUE);
        kafka.becomeReliable();
        live(200, false);
        return crashes;
    }

    private void live(int steps, boolean isFaulty) throws IOException {
        book = new LedgerBook();
        Spool spool = Spool.open(files, OPTIONS, SpoolObserver.NONE, book, clock, random);
        spoolId = spool.id();
        spool.onCommit(new Acks());
        SpoolKeeper keeper = spool.keeper(book, TimeUnit.SECONDS.toNanos(60));
        Drain drain = new Drain(spool, kafka, kafka, DRAIN, BatchObserver.NONE, () -> {});
        resend(spool);
        for (int i = 0; i < steps; i++) {
            step(spool, drain, keeper);
        }
        drainAll(spool, drain, keeper, isFaulty);
    }

    private void step(Spool spool, Drain drain, SpoolKeeper keeper) throws IOException {
        switch (random.nextInt(8)) {
            case 0, 1 -> publish(spool);
            case 2 -> {
                stepSpool(spool);
                resendRefused(spool);
            }
            case 3, 4 -> drain.step(clock.nanos());
            case 5 -> kafka.progress();
            case 6 -> clock.pass(Duration.ofMillis(random.nextInt(20)));
            default -> {
                clock.pass(Duration.ofMillis(random.nextInt(4_000)));
                keeper.tick(clock.nanos(), drain.mark());
                checkCap();
            }
        }
    }

    private void checkCap() {
        if (files.totalBytes() > OPTIONS.capBytes() + 8_192) {
            throw new AssertionError("files must stay under the cap, took " + files.totalBytes());
        }
    }

    private static void stepSpool(Spool spool) {
        if (spool.step() && spool.failure() instanceof MemoryFiles.Crash crash) {
            throw crash;
        }
    }

    /** An orderly end: everything that was taken is durable and drained. */
    private void drainAll(Spool spool, Drain drain, SpoolKeeper keeper, boolean isFaulty) throws IOException {
        drain.flush();
        for (int i = 0; i < 100_000 && !(drain.isDrained() && isNothingUnacked()); i++) {
            stepSpool(spool);
            drain.step(clock.nanos());
            kafka.progress();
            clock.pass(Duration.ofMillis(100));
            if (i % 10 == 0) {
                keeper.tick(clock.nanos(), drain.mark());
                resendRefused(spool);
            }
        }
        if (!isFaulty && !(drain.isDrained() && isNothingUnacked())) {
            throw new AssertionError("must be drained, was at " + drain.mark());
        }
        spool.close();
        if (spool.failure() instanceof MemoryFiles.Crash crash) {
            throw crash;
        }
        keeper.close(drain.mark());
    }

    private boolean isNothingUnacked() {
        return unacked.stream().allMatch(ArrayDeque::isEmpty);
    }

    private void publish(Spool spool) {
        int d = random.nextInt(DEVICES);
        if (!refused.isEmpty()) {
            return; // the front pauses all reading when the spool is full
        }
        Publish publish = next(d);
        unacked.get(d).add(publish);
        if (!spool.tryAppend(publish.entry, new Token(d, publish))) {
            refused.add(new Token(d, publish));
        }
    }

    private final ArrayDeque<Token> refused = new ArrayDeque<>();

    private void resendRefused(Spool spool) {
        for (Token next = refused.peek(); next != null; next = refused.peek()) {
            if (!spool.tryAppend(next.publish.entry, next)) {
                return;
            }
            refused.remove();
        }
    }

    /** After a crash every device begins with what it has no ack for. */
    private void resend(Spool spool) {
        refused.clear();
        for (int d = 0; d < DEVICES; d++) {
            for (Publish publish : unacked.get(d)) {
                refused.add(new Token(d, publish));
            }
        }
        resendRefused(spool);
    }

    private Publish next(int d) {
        DeviceId device = DeviceId.of("site", "d" + d);
        if (d == 0) {
            return random.nextBoolean() ? rejection(device) : unidentified(device);
        }
        int count = 1 + random.nextInt(4);
        long[] seqs = new long[count];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seqs[i] = ++lastSeqs[d];
            names.add(device + "#" + seqs[i]);
        }
        return new Publish(Entries.entry(device, "e1", seqs), names);
    }

    private Publish rejection(DeviceId device) {
        String payload = "rejected-" + ++rejections;
        return new Publish(Entries.rejected(rejections % 2 == 0 ? device : null, payload), List.of(payload));
    }

    private Publish unidentified(DeviceId device) {
        stamped++;
        return new Publish(
                new SpoolEntry.Messages(List.of(Entries.unidentified(device, stamped))), List.of("stamped-" + stamped));
    }

    private record Token(int device, Publish publish) {}

    private final class Acks implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {
            for (Object each : tokens) {
                Token token = (Token) each;
                Publish first = unacked.get(token.device).remove();
                if (first != token.publish) {
                    throw new AssertionError("acks must come in order, " + token + " came before " + first);
                }
                acknowledged.addAll(token.publish.names);
            }
        }

        @Override
        public void failed(Throwable cause) {}
    }

    UnreliableKafka kafka() {
        return kafka;
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    String spoolId() {
        return spoolId;
    }

    /** Key to terms, as the spool itself would tell the world. */
    Map<String, String> ledger() {
        Map<String, String> terms = new TreeMap<>();
        book.facts().forEach(fact -> terms.put(LedgerKey.of(fact), Arrived.terms(fact)));
        return terms;
    }
}
