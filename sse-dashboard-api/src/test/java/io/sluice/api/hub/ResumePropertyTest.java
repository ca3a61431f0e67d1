package io.sluice.api.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.ManualClock;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.ArrivedRollup;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.SeriesRing;
import io.sluice.api.history.TierStore;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.model.rollup.SeriesKey;
import io.sluice.model.rollup.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client whose connection breaks at random places, at any byte, and that goes on at one of two replicas, has at the
 * end every window in its last revision: whatever was lost was sent again.
 */
class ResumePropertyTest {
    private static final long T0 = 1_732_412_345_000L;
    private static final SeriesFilter FILTER = new SeriesFilter(
            List.of(NamePattern.parse("plant-1"), NamePattern.parse("plant-2")),
            List.of(NamePattern.parse("d*")),
            List.of());

    private final ManualClock clock = new ManualClock(T0);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theUnionOfAllThatWasReceivedIsTheTruth(long seed) {
        Random random = new Random(seed);
        Replica[] replicas = {new Replica(), new Replica()};
        Client client = new Client();
        TreeMap<String, Long> truth = new TreeMap<>();
        List<ArrivedRollup> log = new ArrayList<>();
        TestRollups writer = new TestRollups();

        for (int step = 0; step < 400; step++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                log.add(writeOne(writer, random, step, truth));
            }
            for (Replica replica : replicas) {
                replica.follow(log, random.nextInt(6) == 0 ? 0 : random.nextInt(5));
            }
            if (!client.isConnected() || random.nextInt(12) == 0) {
                client.breakOff(random);
                client.connect(replicas[random.nextInt(2)]);
            }
            client.stumble(random);
            clock.advance(random.nextInt(300));
            replicas[0].hub.run(clock.millis());
            replicas[1].hub.run(clock.millis());
        }
        for (Replica replica : replicas) {
            replica.follow(log, log.size());
        }
        client.breakOff(random);
        client.connect(replicas[random.nextInt(2)]);
        client.takeAll();
        assertEquals(truth, client.held, () -> "seed " + seed);
    }

    private static ArrivedRollup writeOne(TestRollups writer, Random random, int step, Map<String, Long> truth) {
        SeriesKey series =
                TestRollups.series("plant-" + (1 + random.nextInt(3)), (random.nextBoolean() ? "d" : "x") + 1, "m");
        long start = T0 + 1_000L * Math.max(0, step / 4 - random.nextInt(3));
        double[] values = random.doubles(1 + random.nextInt(5)).toArray();
        ArrivedRollup arrived = writer.write(series, Tier.S1, start, values);
        if (FILTER.matches(series)) {
            truth.merge(series + "@" + start, arrived.point().revision(), Math::max);
        }
        return arrived;
    }

    /** Reads the same log as the others, at its own pace. */
    private final class Replica {
        final TestRollups rollups = new TestRollups();
        final StreamHub hub = new StreamHub(
                rollups.store(), new DeviceRegistry(), new LedgerBook(4), clock, StreamObserver.NONE, 1_000, "1");
        int read;

        void follow(List<ArrivedRollup> log, int records) {
            for (int i = 0; i < records && read < log.size(); i++) {
                rollups.tier(Tier.S1).apply(log.get(read++));
            }
        }
    }

    private static final class Client {
        final TreeMap<String, Long> held = new TreeMap<>();
        private @Nullable FakeOutlet outlet;
        private String lastEventId = "";

        boolean isConnected() {
            return outlet != null;
        }

        void connect(Replica replica) {
            if (lastEventId.isEmpty()) {
                loadHistory(replica.rollups.tier(Tier.S1));
            }
            FakeOutlet connected = new FakeOutlet();
            outlet = connected;
            replica.hub.join(
                    new StreamRequest(Tier.S1, FILTER, 100, RollupForm.POINTS, Optional.of(lastEventId)), connected);
        }

        /** As the page does: history first, then the stream from its position. */
        private void loadHistory(TierStore tier) {
            lastEventId = tier.position().text();
            for (SeriesRing ring : tier.rings(FILTER::matches)) {
                ring.points(0, Long.MAX_VALUE)
                        .forEach(point -> held.merge(ring.series() + "@" + point.start(), point.revision(), Math::max));
            }
        }

        void stumble(Random random) {
            FakeOutlet connected = Objects.requireNonNull(outlet);
            if (connected.isWriting() && random.nextInt(3) == 0) {
                connected.complete();
            }
            connected.isSlow = random.nextInt(4) == 0;
        }

        /** Of what was on its way only a part arrives, cut at any byte. */
        void breakOff(Random random) {
            receive(length -> random.nextInt(Math.min(length, 2_000)));
        }

        void takeAll() {
            receive(length -> 0);
        }

        private void receive(IntUnaryOperator lost) {
            FakeOutlet connected = outlet;
            if (connected == null) {
                return;
            }
            connected.fail();
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(connected.text());
            bytes.limit(bytes.limit() - lost.applyAsInt(bytes.limit()));
            SseEvents.parse(StandardCharsets.UTF_8.decode(bytes).toString()).forEach(this::take);
            outlet = null;
        }

        private void take(SseEvents.Event event) {
            if (!event.lastEventId().isEmpty()) {
                lastEventId = event.lastEventId();
            }
            if (event.name().equals("rollups") || event.name().equals("snapshot")) {
                for (Map<String, Object> point : event.points()) {
                    String key = point.get("site") + "/" + point.get("device") + "/" + point.get("metric") + "@"
                            + point.get("start");
                    held.merge(key, (Long) point.get("revision"), Math::max);
                }
            }
        }
    }
}
