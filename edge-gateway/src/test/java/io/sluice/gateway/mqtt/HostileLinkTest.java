package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.sluice.simulator.fault.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device behind a network that breaks, swallows and slices: it re-sends until it is answered. */
final class HostileLinkTest {
    private static final int MESSAGES = 25;
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Random random = new Random(7);
    private @Nullable RawClient client;

    @ParameterizedTest(name = "QoS {0}")
    @ValueSource(ints = {1, 2})
    void whatIsAcknowledgedIsStoredOnceAndInOrder(int qos) throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            try (FaultProxy network = FaultProxy.to(front.port())) {
                for (int value = 1; value <= MESSAGES; value++) {
                    deliver(network, qos, value);
                }
            }
            List<Integer> stored = front.log.messages().stream()
                    .map(message -> (int) message.number(0))
                    .toList();
            assertEquals(IntStream.rangeClosed(1, MESSAGES).boxed().toList(), stored);
        }
    }

    private void deliver(FaultProxy network, int qos, int value) throws InterruptedException {
        boolean isSent = false;
        MqttMessageType answer = qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
        do {
            RawClient to = connected(network);
            to.send(
                    isSent
                            ? Sent.dup(qos, value, Sent.TOPIC, Sent.json(value))
                            : Sent.publish(qos, value, Sent.TOPIC, Sent.json(value)));
            isSent = true;
        } while (!isAnswered(network, answer, value));
        if (qos == 2) {
            do {
                connected(network).send(Sent.pubRel(value));
            } while (!isAnswered(network, MqttMessageType.PUBCOMP, value));
        }
    }

    private RawClient connected(FaultProxy network) throws InterruptedException {
        RawClient open = client;
        if (open == null || !open.isOpen()) {
            open = RawClient.connected(network.port(), Sent.connectPersistent5("behind-a-bad-network"));
            client = open;
        }
        return open;
    }

    /** The network has its way with what was just sent; without an answer the device gives the connection up. */
    private boolean isAnswered(FaultProxy network, MqttMessageType type, int packetId) throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> network.reset();
            case 1 -> network.downstream().hold(true);
            case 2 -> network.upstream().hold(true);
            case 3 -> network.upstream().halfClose();
            case 4 -> network.upstream().slices(1 + random.nextInt(4));
            case 5 -> network.downstream().latency(Duration.ofMillis(random.nextInt(20)));
            default -> {}
        }
        RawClient from = Objects.requireNonNull(client);
        MqttMessage answer = from.next(PATIENCE);
        if (answer != null
                && answer.fixedHeader().messageType() == type
                && ((MqttMessageIdVariableHeader) answer.variableHeader()).messageId() == packetId) {
            return true;
        }
        from.close();
        client = null;
        network.reset();
        network.heal();
        return false;
    }
}
