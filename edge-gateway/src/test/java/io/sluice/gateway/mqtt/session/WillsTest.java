package io.sluice.gateway.mqtt.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import io.sluice.gateway.spool.Will;
import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WillsTest {
    private static final String SESSION = "client-1";
    private static final String TIMESTAMP_1 = "\10\1"; // Sparkplug
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-7");

    private final GateHarness harness = new GateHarness();
    private final SessionHolders holders = new SessionHolders();
    private final Wills wills = new Wills(harness.context, holders);

    private static Will will(Duration delay, boolean isSaid) {
        return new Will(
                7,
                SESSION,
                null,
                "telemetry/" + DEVICE,
                "{\"temperature\":-1}".getBytes(StandardCharsets.UTF_8),
                1,
                null,
                null,
                delay.toMillis(),
                isSaid);
    }

    private EmbeddedChannel restored(Will... left) {
        EmbeddedChannel loop = new EmbeddedChannel();
        loop.freezeTime();
        wills.restore(List.of(left), loop.eventLoop(), Duration.ofMinutes(1));
        return loop;
    }

    private static void pass(EmbeddedChannel loop, long seconds) {
        loop.advanceTimeBy(seconds, TimeUnit.SECONDS);
        loop.runPendingTasks();
        loop.runScheduledPendingTasks();
    }

    private List<String> taken() {
        return harness.log.taken().stream()
                .map(entry -> entry.getClass().getSimpleName() + " " + entry.will())
                .toList();
    }

    @Test
    void aFormerLifeHasLeftAreSaidWhenTheirClientsStayAway() {
        EmbeddedChannel loop = restored(will(Duration.ZERO, false));
        pass(loop, 59);
        assertEquals(List.of(), taken());
        pass(loop, 1);
        assertEquals(List.of("Messages 7", "Death 7"), taken());
    }

    @Test
    void aFormerLifeHasLeftWaitForTheirDelayWhereThatIsLonger() {
        EmbeddedChannel loop = restored(will(Duration.ofHours(1), false));
        pass(loop, 3_599);
        assertEquals(List.of(), taken());
        pass(loop, 1);
        assertEquals(List.of("Messages 7", "Death 7"), taken());
    }

    /** That the connection ended was not the client's doing, whatever it begins now. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFormerLifeHasLeftAreCalledOffWhenTheirClientsAreBack(boolean beginsAnew) {
        EmbeddedChannel loop = restored(will(Duration.ZERO, false));
        wills.back(SESSION, beginsAnew);
        pass(loop, 3_600);
        assertEquals(List.of("WillEnded 7"), taken());
    }

    @Test
    void whoseMessageIsDurableAlreadyAreOnlyFollowedByTheDeath() {
        restored(will(Duration.ZERO, true));
        assertEquals(List.of("Death 7"), taken());
    }

    @Test
    void ofTheOldIdOfADeviceThatProvedItsNameAreItsOwnInTheNextLifeToo() {
        Will me = new Will(
                7,
                SESSION,
                DEVICE,
                "v1/devices/me/telemetry",
                "{\"temperature\":-1}".getBytes(StandardCharsets.UTF_8),
                1,
                null,
                null,
                0,
                false);
        pass(restored(me), 60);
        assertEquals(List.of("Messages 7", "Death 7"), taken());
        assertEquals(DEVICE, harness.log.messages().get(0).device());
    }

    @Test
    void thatNameNoDeviceEndAllTheSame() {
        Will nobody =
                new Will(7, SESSION, null, "spBv1.0/plant-1/NDEATH/node-1", new byte[] {1}, 1, null, null, 0, false);
        pass(restored(nobody), 60);
        assertEquals(List.of("Rejected 7", "WillEnded 7"), taken());
    }

    private static Will ofNode(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return new Will(7, SESSION, null, "spBv1.0/plant-1/NDEATH/node-1", bytes, 1, null, null, 0, false);
    }

    private void bear(String type, String speaker) {
        byte[] birth = "\22\7\12\1t\40\3\120\6".getBytes(StandardCharsets.UTF_8); // metric: name "t", Int32, 6
        harness.context
                .decoder()
                .decode("spBv1.0/plant-1/" + type + "/" + speaker, null, null, birth, GateHarness.NOW.toEpochMilli());
    }

    /** The next life has not heard their births. */
    @Test
    void ofANodeThatAFormerLifeHasLeftAreNoDeathsOfItsDevices() {
        pass(restored(ofNode(TIMESTAMP_1)), 60);
        assertEquals(List.of("Death 7", "WillEnded 7"), taken());
    }

    @Test
    void ofANodeAreTheDeathsOfItsDevicesTooAndEndWithTheLast() {
        bear("NBIRTH", "node-1");
        bear("DBIRTH", "node-1/pump");
        bear("DBIRTH", "node-1/fan");
        harness.log.fillUnnoticedAfter(2);

        EmbeddedChannel loop = restored(ofNode(TIMESTAMP_1));
        pass(loop, 60);
        assertEquals(List.of("Death 0", "Death 0"), taken());
        harness.log.makeRoom();
        pass(loop, 1);
        assertEquals(List.of("Death 0", "Death 0", "Death 7", "WillEnded 7"), taken());
    }

    /** Another event loop has let it in between our look at who holds the session and the will's begin to wait. */
    @ParameterizedTest(name = "who begins anew: {0}")
    @ValueSource(booleans = {false, true})
    void ofAClientThatCameBackWhileItWasBeingLostDoNotWait(boolean beginsAnew) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientConnection lost = new ClientConnection(harness.context.meters());
        AnswerDesk desk = AnswerDesk.ofGone(harness.context, lost, channel.eventLoop());
        ClientConnection back = new ClientConnection(harness.context.meters());
        holders.take(SESSION, new Holder(channel.pipeline().firstContext(), back, beginsAnew, () -> {}));

        wills.lost(will(Duration.ofHours(1), false), new Wills.Owner(lost, desk), false);
        List<String> expected = beginsAnew ? List.of("Messages 7", "Death 7") : List.of("WillEnded 7");
        assertEquals(expected, taken());

        wills.close();
        assertEquals(expected, taken(), "nothing waits");
    }

    /** The event loop of the one that was taken over may be the later of the two to ask. */
    @Test
    void areWaitedForByTheConnectionThatHasTheSessionNow() {
        EmbeddedChannel loop = restored(will(Duration.ZERO, false));
        harness.log.fill();
        pass(loop, 60);
        ClientConnection client = new ClientConnection(harness.context.meters());
        loop.pipeline().addLast(new ChannelInboundHandlerAdapter());
        Holder takenOver = new Holder(loop.pipeline().firstContext(), client, true, () -> {});
        Holder last = new Holder(loop.pipeline().firstContext(), client, true, () -> {});
        List<String> went = new ArrayList<>();
        holders.take(SESSION, takenOver);
        holders.take(SESSION, last);
        wills.whenSpooled(SESSION, last, () -> went.add("last"));
        wills.whenSpooled(SESSION, takenOver, () -> went.add("taken over"));
        pass(loop, 1);
        assertEquals(List.of(), went);

        harness.log.makeRoom();
        pass(loop, 1);
        loop.runPendingTasks();
        assertEquals(List.of("last"), went);
    }
}
