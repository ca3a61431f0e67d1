package io.sluice.gateway.batch;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.sluice.gateway.mqtt.SimulatedFront;
import io.sluice.gateway.mqtt.SimulatedFront.Link;
import io.sluice.gateway.mqtt.SimulatedFront.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Clients that leave a will, are lost sooner or later, and never come back: what they were let in with must be said, by
 * this life of the gateway or a later one, once; unless the spool was full, and it dies with its memory.
 */
final class SimulatedMortals {
    private static final String ID = "mortal-";
    private static final int ALL = 8;

    private final Random random;
    private final Set<String> owed;
    private final List<Mortal> connected = new ArrayList<>();
    private final Map<String, Integer> storable = new TreeMap<>();

    private record Mortal(SimulatedFront front, Link link, String id, String name) {}

    /** @param owed gets the names of wills that have to be said */
    SimulatedMortals(Random random, Set<String> owed) {
        this.random = random;
        this.owed = owed;
    }

    void step(SimulatedFront front) {
        if (random.nextInt(4) == 0 && storable.size() < ALL) {
            beBorn(front);
        } else if (!connected.isEmpty()) {
            Mortal mortal = connected.get(random.nextInt(connected.size()));
            read(mortal);
            if (random.nextInt(6) == 0) {
                mortal.link.cut();
                read(mortal);
                connected.remove(mortal);
            }
        }
    }

    private void beBorn(SimulatedFront front) {
        int value = 1_000_000_000 + storable.size();
        String id = ID + value;
        String name = "stamped-" + value;
        storable.put(name, 1);
        Link link = front.connectMortal(id, "telemetry/site/m" + storable.size(), "{\"v\":" + value + "}");
        connected.add(new Mortal(front, link, id, name));
    }

    private void read(Mortal mortal) {
        Reply reply = mortal.link.reply();
        if (reply != null && reply.type() == MqttMessageType.CONNACK && mortal.front.keepsWillOf(mortal.id)) {
            owed.add(mortal.name);
        }
    }

    void gatewayDied() {
        connected.forEach(this::read); // what it had answered is still in the kernel
        connected.clear();
    }

    void die() {
        connected.forEach(mortal -> mortal.link.cut());
        gatewayDied();
    }

    static boolean isOne(String session) {
        return session.startsWith(ID);
    }

    /** How often a will may be stored at most, by its name. */
    Map<String, Integer> storable() {
        return storable;
    }
}
