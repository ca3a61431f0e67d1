package io.sluice.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.BrokerTrust;
import io.sluice.simulator.mqtt.PublishCounts;
import io.sluice.simulator.mqtt.TinyBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @Test
    void everythingAFleetNumberedArrivesThoughTheBrokerHangsUp() {
        SplittableRandom random = new SplittableRandom(4);
        try (TinyBroker broker = new TinyBroker(
                        (topic, payload) -> random.nextInt(200) == 0 ? TinyBroker.TAKE_AND_HANG_UP : 0, 1_000);
                Fleet fleet = new Fleet(FleetOptions.of("demo", 20, broker.address(), 1)
                        .withPeriod(Duration.ofMillis(20))
                        .withDrainTimeout(Duration.ofSeconds(30)))) {
            fleet.start();
            await().untilAsserted(() -> assertTrue(fleet.counts().acked() > 1_000));
            PublishCounts counts = fleet.stop();

            assertEquals(0, counts.unacked());
            assertEquals(0, counts.refused());
            Map<String, SortedSet<Integer>> seqs = seqs(broker);
            assertEquals(20, seqs.size());
            seqs.forEach((topic, received) -> assertEquals(received.size(), received.last(), topic));
            assertEquals(
                    counts.acked(),
                    seqs.values().stream().mapToLong(SortedSet::size).sum());
        }
    }

    /** What a device has gathered for a batch is published at the end, and that is waited for. */
    @Test
    void theLastBatchesAreAnsweredBeforeAFleetHasStopped(@TempDir Path folder) throws Exception {
        int devices = 1; // with many, the first are done before the last are asked
        Path gathering = Files.writeString(folder.resolve("gathering.yaml"), """
                scenario: gathering
                sites: [{name: here, types: {thing: 1}}]
                types: {thing: {every: 1h, batch: 1000, metrics: {level: 1}}}
                """);
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 10_000);
                Fleet fleet = new Fleet(FleetOptions.of(gathering.toString(), devices, broker.address(), 1)
                        .withPeriod(Duration.ofMillis(200)))) {
            fleet.start();
            await().until(() -> fleet.connected() == devices);
            await().pollDelay(Duration.ofMillis(400)).until(() -> true); // each has measured by then
            assertEquals(0, fleet.counts().published());
            PublishCounts counts = fleet.stop();

            assertEquals(devices, counts.acked());
            assertEquals(0, counts.unacked());
        }
    }

    @Test
    void aFleetWithoutABrokerHoldsBackAndStopsInTime() {
        int port;
        try (TinyBroker gone = new TinyBroker((topic, payload) -> 0, 1_000)) {
            port = gone.address().port();
        }
        try (Fleet fleet = new Fleet(FleetOptions.of("demo", 4, new BrokerAddress("127.0.0.1", port), 1)
                .withPeriod(Duration.ofMillis(1))
                .withDrainTimeout(Duration.ofMillis(50)))) {
            fleet.start();
            await().untilAsserted(() -> assertTrue(fleet.held() > 10));
            PublishCounts counts = fleet.stop();

            assertEquals(0, counts.acked());
            assertEquals(counts.published(), counts.unacked());
            assertTrue(counts.published() <= 4 * 601, counts::toString);
        }
    }

    @Test
    void devicesThatTheTopicDoesNotNameNeedAUserEach(@TempDir Path folder) throws Exception {
        Path things = Files.writeString(folder.resolve("things.yaml"), """
                scenario: things
                sites: [{name: here, types: {thing: 1}}]
                types: {thing: {format: thingsboard, metrics: {level: 1}}}
                """);
        FleetOptions options = FleetOptions.of(things.toString(), 1, BrokerAddress.LOCAL, 1);
        FleetOptions shared = options.withAccess(new BrokerAccess(BrokerTrust.JVM, "{site}", null));

        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Fleet(shared));
        assertEquals(
                "user must hold {device} where a type has format thingsboard, whose topic names no device, was {site}",
                e.getMessage());
        new Fleet(options.withAccess(new BrokerAccess(BrokerTrust.JVM, "{device}", null))).close();
    }

    private static Map<String, SortedSet<Integer>> seqs(TinyBroker broker) {
        Map<String, SortedSet<Integer>> seqs = new TreeMap<>();
        for (TinyBroker.Received received : broker.received()) {
            Matcher seq = SEQ.matcher(received.payload());
            assertTrue(seq.find(), received::payload);
            seqs.computeIfAbsent(received.topic(), t -> new TreeSet<>()).add(Integer.valueOf(seq.group(1)));
        }
        return seqs;
    }
}
