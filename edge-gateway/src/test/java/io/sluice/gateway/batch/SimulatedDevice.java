package io.sluice.gateway.batch;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.sluice.gateway.mqtt.SimulatedFront;
import io.sluice.gateway.mqtt.SimulatedFront.Link;
import io.sluice.gateway.mqtt.SimulatedFront.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device that keeps to MQTT: it holds a publish until it is answered, and after a lost connection sends everything
 * again in the old order; with DUP and the old packet ids where its session is kept, as new where it is not.
 */
final class SimulatedDevice {
    private static final int WINDOW = 6;

    private final Random random;
    private final DeviceMessages messages;
    private final boolean isMqtt5;
    private final boolean isClean;
    private final Set<String> acknowledged;
    private final List<Exchange> open = new ArrayList<>();
    private final ArrayDeque<Integer> expected = new ArrayDeque<>();
    private final Map<String, Integer> storable = new HashMap<>();
    private @Nullable Link link;
    private int lastPacketId;
    private int life;

    SimulatedDevice(Random random, DeviceMessages messages, Set<String> acknowledged) {
        this.random = random;
        this.messages = messages;
        this.isMqtt5 = random.nextBoolean();
        this.isClean = random.nextInt(3) == 0;
        this.acknowledged = acknowledged;
    }

    /** One publish from its first sending to its last answer. */
    private static final class Exchange {
        final DeviceMessages.Publish publish;
        final int qos;
        int packetId;
        int sentInLife = -1;
        boolean isSent;
        boolean isReceived;

        Exchange(DeviceMessages.Publish publish, int qos) {
            this.publish = publish;
            this.qos = qos;
        }
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    void publish(SimulatedFront front, long nowMillis) {
        if (random.nextInt(12) == 0) {
            connected(front).publish(0, 0, messages.topic(), messages.fleeting(), false);
        } else if (open.size() < WINDOW) {
            open.add(new Exchange(messages.next(nowMillis), 1 + random.nextInt(2)));
        }
        sendFresh(front);
    }

    private void sendFresh(SimulatedFront front) {
        Link to = connected(front);
        for (Exchange exchange : open) {
            if (!exchange.isSent) {
                exchange.packetId = freeId();
                send(to, exchange, false);
            }
        }
    }

    private int freeId() {
        do {
            lastPacketId = lastPacketId % 20 + 1; // few, so that they come round soon
        } while (open.stream().anyMatch(exchange -> exchange.packetId == lastPacketId));
        return lastPacketId;
    }

    private void send(Link to, Exchange exchange, boolean isDup) {
        // A refusing PUBREC ends the exchange: lost with its connection, the publish comes again as a new one.
        boolean isOverWhenRefused = exchange.qos == 2 && exchange.publish.isRefusedWithin(isMqtt5);
        if (isClean || isOverWhenRefused || exchange.sentInLife != life) {
            exchange.publish.names().forEach(name -> storable.merge(name, 1, Integer::sum));
        }
        exchange.sentInLife = life;
        exchange.isSent = true;
        expected.add(exchange.packetId);
        to.publish(exchange.qos, exchange.packetId, messages.topic(), exchange.publish.payload(), isDup);
    }

    private Link connected(SimulatedFront front) {
        Link current = link;
        if (current == null || !current.isOpen()) {
            current = front.connect(isMqtt5, messages.clientId(), isClean);
            link = current;
            sendAgain(current);
        }
        return current;
    }

    private void sendAgain(Link to) {
        expected.clear();
        if (isClean) {
            open.removeIf(exchange -> exchange.isReceived);
            open.forEach(exchange -> exchange.packetId = 0);
        }
        for (Exchange exchange : open) {
            if (exchange.isReceived) {
                to.release(exchange.packetId);
            } else if (exchange.isSent) {
                exchange.packetId = isClean ? freeId() : exchange.packetId;
                send(to, exchange, !isClean);
            }
        }
    }

    /** A packet of any of its connections arrives, or an answer. */
    void step(SimulatedFront front) {
        switch (random.nextInt(24)) {
            case 0 -> cut();
            case 1 -> takeOver(front);
            case 2, 3, 4, 5, 6, 7, 8, 9 -> read();
            default -> connected(front).deliver();
        }
    }

    void settle(SimulatedFront front) {
        Link current = connected(front);
        sendFresh(front);
        current.deliver();
        read();
    }

    private void cut() {
        if (link != null) {
            link.cut();
            read();
            link = null;
        }
    }

    /** The device believes its connection lost; the gateway does not know yet. */
    private void takeOver(SimulatedFront front) {
        if (link != null && link.isOpen()) {
            link = null;
            connected(front);
        }
    }

    /** The gateway's process is gone; what it had answered is still in the kernel. */
    void gatewayDied() {
        if (random.nextBoolean()) {
            read();
        }
        life++;
        link = null;
    }

    private void read() {
        Link from = link;
        for (Reply reply = from == null ? null : from.reply(); from != null && reply != null; reply = from.reply()) {
            take(from, reply);
        }
    }

    private void take(Link from, Reply reply) {
        if (reply.type() == MqttMessageType.PUBCOMP) {
            open.removeIf(exchange -> exchange.isReceived && exchange.packetId == reply.packetId());
            return;
        }
        if (reply.type() != MqttMessageType.PUBACK && reply.type() != MqttMessageType.PUBREC) {
            return; // DISCONNECT
        }
        Integer next = expected.poll();
        if (next == null || next != reply.packetId()) {
            throw new AssertionError(
                    "answers must come in order of receipt, expected one to " + next + ", was " + reply);
        }
        Exchange exchange = open.stream()
                .filter(each -> each.packetId == reply.packetId() && !each.isReceived)
                .findFirst()
                .orElseThrow(() -> new AssertionError("an answer must have its publish, " + reply + " has none"));
        acknowledged.addAll(exchange.publish.names());
        if (reply.type() == MqttMessageType.PUBACK || exchange.publish.isRefusedWithin(isMqtt5)) {
            open.remove(exchange);
        } else {
            exchange.isReceived = true;
            from.release(exchange.packetId);
        }
    }

    /** How often a message may be stored at most, by its name. */
    Map<String, Integer> storable() {
        return storable;
    }
}
