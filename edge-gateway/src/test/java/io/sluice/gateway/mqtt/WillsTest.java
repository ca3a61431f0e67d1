package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.sluice.gateway.mqtt.SessionHolders.Holder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WillsTest {
    private static final String SESSION = "client-1";

    private final GateHarness harness = new GateHarness();
    private final SessionHolders holders = new SessionHolders();
    private final Wills wills = new Wills(harness.context, holders);

    /** Another event loop has let it in between our look at who holds the session and the will's begin to wait. */
    @ParameterizedTest(name = "who begins anew: {0}, records: {1}")
    @CsvSource({"false, 0", "true, 2"})
    void ofAClientThatCameBackWhileItWasBeingLostDoNotWait(boolean beginsAnew, int records) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientConnection lost = new ClientConnection(harness.context.meters());
        DurableGate gate = new DurableGate(harness.context, lost, new InboundHold());
        channel.pipeline().addLast(gate);
        ClientConnection back = new ClientConnection(harness.context.meters());
        holders.take(
                SESSION, new Holder(channel.pipeline().firstContext(), back, beginsAnew, new CompletableFuture<>()));

        Will will = new Will(
                "telemetry/plant-1/pump-7",
                "{\"temperature\":-1}".getBytes(StandardCharsets.UTF_8),
                1,
                MqttProperties.NO_PROPERTIES,
                Duration.ofHours(1));
        wills.lost(will, new Wills.Owner(SESSION, lost, gate), false);
        channel.runPendingTasks();
        assertEquals(records, harness.log.taken().size());

        wills.close();
        assertEquals(records, harness.log.taken().size(), "nothing waits");
    }
}
