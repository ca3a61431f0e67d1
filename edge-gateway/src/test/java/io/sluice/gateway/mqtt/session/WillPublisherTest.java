package io.sluice.gateway.mqtt.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the spool is full and the most wills that may wait are two. */
final class WillPublisherTest {
    private final GateHarness harness = new GateHarness();
    private final WillPublisher publisher = new WillPublisher(harness.context, 2);
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Wills.Owner owner = owner();

    private Wills.Owner owner() {
        ClientConnection gone = ClientConnection.gone(harness.context.meters(), null);
        return new Wills.Owner(gone, AnswerDesk.ofGone(harness.context, gone, loop.eventLoop()));
    }

    private static Will will(int id) {
        return new Will(
                id,
                "client-" + id,
                null,
                "telemetry/plant-1/pump-" + id,
                Sent.json(-id).getBytes(StandardCharsets.UTF_8),
                1,
                null,
                null,
                0,
                false);
    }

    private void roomComes() {
        harness.log.makeRoom();
        loop.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        loop.runPendingTasks();
    }

    private List<String> taken() {
        return harness.log.taken().stream()
                .map(entry -> entry.getClass().getSimpleName() + " " + entry.will())
                .toList();
    }

    @Test
    void theOneTooManyIsLostAndTheOthersAreSaidWhenThereIsRoom() {
        loop.freezeTime();
        harness.log.fill();
        List<Boolean> areOver = IntStream.rangeClosed(1, 3)
                .mapToObj(id -> publisher.publish(will(id), owner).isDone())
                .toList();
        assertEquals(List.of(false, false, true), areOver);
        assertEquals(1, harness.count("1", "lost"));
        assertEquals(List.of(), taken());

        roomComes();
        assertEquals(List.of("Messages 1", "Death 1", "Messages 2", "Death 2"), taken());
        assertEquals(1, harness.count("1", "lost"));
    }

    @Test
    void aDeathTooManyIsLostAndTheOthersAreSaidWhenThereIsRoom() {
        loop.freezeTime();
        harness.log.fill();
        Stream.of(1, 2, 3)
                .map(id -> new Will(
                        id, "client-" + id, null, "telemetry/plant-1/pump-" + id, new byte[0], 1, null, null, 0, false))
                .forEach(empty -> publisher.publish(empty, owner));
        assertEquals(1, harness.count("1", "lost"));

        roomComes();
        assertEquals(List.of("Death 1", "Death 2"), taken());
    }

    @Test
    void whatHasWaitedMakesPlaceForOthersThatDo() {
        loop.freezeTime();
        for (int round = 0; round < 2; round++) {
            harness.log.fill();
            publisher.publish(will(1), owner);
            publisher.publish(will(2), owner);
            roomComes();
        }
        assertEquals(
                4,
                harness.log.taken().stream()
                        .filter(SpoolEntry.Death.class::isInstance)
                        .count());
        assertEquals(0, harness.count("1", "lost"));
    }
}
