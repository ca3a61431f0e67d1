package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every link promises, over a broker that behaves badly. */
abstract class DeviceLinkContract {
    private static final int ENOUGH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> settled = new CopyOnWriteArrayList<>();

    abstract DeviceLink link(LinkOptions options, SplittableRandom random, PublicationListener listener);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyMessageIsAckedInOrderThoughTheBrokerHangsUp(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (TinyBroker broker = new TinyBroker(
                        (topic, payload) -> switch (random.nextInt(40)) {
                            case 0 -> TinyBroker.HANG_UP;
                            case 1 -> TinyBroker.TAKE_AND_HANG_UP;
                            default -> 0;
                        },
                        1_000);
                DeviceLink link = started(broker.address())) {
            publish(link, 100);

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(acked(100), settled, "seed " + seed));
            assertEquals(0, link.outstanding(), "seed " + seed);
            assertEquals(sent(100), List.copyOf(new LinkedHashSet<>(broker.payloads())), "seed " + seed);
            assertTrue(broker.connections() > 1, "the broker never hung up: seed " + seed);
        }
    }

    @Test
    void slowDownIsFollowedByTheSameMessageAgain() {
        Map<String, Integer> times = new ConcurrentHashMap<>();
        try (TinyBroker broker = new TinyBroker(
                        (topic, payload) ->
                                times.merge(payload, 1, Integer::sum) == 1 && payload.endsWith("3") ? 0x97 : 0,
                        1);
                DeviceLink link = started(broker.address())) {
            publish(link, 10);

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(acked(10), settled));
            assertEquals(2, times.get("3"));
            assertEquals(1, broker.connections());
        }
    }

    @Test
    void whatWillNeverBeTakenIsNotSentAgain() {
        try (TinyBroker broker = new TinyBroker((topic, payload) -> payload.equals("4") ? 0x99 : 0, 1_000);
                DeviceLink link = started(broker.address())) {
            publish(link, 6);

            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(6, settled.size(), settled::toString));
            assertEquals(0, link.outstanding());
            assertTrue(settled.contains("REFUSED 4"), settled::toString);
            assertEquals(sent(6), broker.payloads());
        }
    }

    @Test
    void aFullLinkTakesNothing() {
        try (TinyBroker broker = new TinyBroker((topic, payload) -> TinyBroker.SILENCE, 1_000);
                DeviceLink link = link(options(broker.address(), 3), new SplittableRandom(1), this::settle)) {
            // Not started: all wait.
            assertTrue(link.publish(publication(1)));
            assertTrue(link.publish(publication(2)));
            assertTrue(link.publish(publication(3)));
            assertFalse(link.publish(publication(4)));
            assertEquals(3, link.outstanding());
            link.start();
        }
    }

    @Test
    void aBrokerThatComesLateIsFound() {
        BrokerAddress address;
        try (TinyBroker gone = new TinyBroker((topic, payload) -> 0, 1_000)) {
            address = gone.address();
        }
        try (DeviceLink link = started(address)) {
            publish(link, 3);
            try (TinyBroker broker = new TinyBroker(address.port(), (topic, payload) -> 0, 1_000)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertEquals(acked(3), settled));
                assertTrue(link.isConnected());
                assertEquals(3, broker.received().size());
            }
        }
    }

    final DeviceLink started(BrokerAddress broker) {
        DeviceLink link = link(options(broker, ENOUGH), new SplittableRandom(7), this::settle);
        link.start();
        return link;
    }

    static LinkOptions options(BrokerAddress broker, int maxOutstanding) {
        return new LinkOptions(broker, "device-1", 16, maxOutstanding);
    }

    private void settle(Publication publication, Answer answer) {
        settled.add(answer + " " + new String(publication.payload(), StandardCharsets.UTF_8));
    }

    static void publish(DeviceLink link, int count) {
        for (int i = 1; i <= count; i++) {
            assertTrue(link.publish(publication(i)));
        }
    }

    private static Publication publication(int i) {
        return new Publication("telemetry/s/d", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> sent(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    private static List<String> acked(int count) {
        return sent(count).stream().map(number -> "ACKED " + number).toList();
    }
}
