package io.sluice.gateway.mqtt.gate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.PublishCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated fleet of Sparkplug nodes, from births to deaths, over sockets. */
class SimulatedNodesTest {
    private static final DeviceId NODE = DeviceId.of("plant-1", "node-001");
    private static final DeviceId BEHIND = DeviceId.of("plant-1", "plc-002:motor");
    private static final String TIMESTAMP_1 = "\b\1";
    private static final String NODES = """
            scenario: nodes
            sites: [{name: plant-1, types: {node: 1, behind: 1}}]
            types:
              node: {every: 20ms, format: sparkplug, metrics: {level: 1}}
              behind: {every: 20ms, format: sparkplug, prefix: "plc:motor", metrics: {speed: 1}}
            """;

    private static final List<DeviceId> VALVE_IDS = IntStream.rangeClosed(1, 3)
            .mapToObj(i -> DeviceId.of("plant-1", "rtu-001:valve-00" + i))
            .toList();
    private static final String VALVES = """
            scenario: valves
            sites: [{name: plant-1, types: {valve: 1}}]
            types:
              valve:
                every: 20ms
                format: sparkplug
                prefix: rtu:valve
                devices-per-node: 3
                silent: {every: 2s, for: 300ms}
                metrics: {flow: {from: 1, to: 1000}}
            """;

    @TempDir
    Path folder;

    @Test
    void areBornAgainWhenTheyAreAskedToAndDieWithTheirConnections() throws Exception {
        Path scenario = Files.writeString(folder.resolve("nodes.yaml"), NODES);
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            BrokerAddress address = new BrokerAddress("127.0.0.1", front.port());
            try (Fleet fleet = new Fleet(FleetOptions.of(scenario.toString(), 2, address, 1))) {
                fleet.start();
                awaitAcked(fleet, 20);
                assertEquals(3, fleet.counts().sent());
                forgetBirths(front.port());
                await().until(() -> fleet.counts().sent() == 6);
                awaitAcked(fleet, 20);

                PublishCounts counts = fleet.stop();
                assertTrue(counts.refused() > 0, counts::toString);
                assertEquals(0, counts.unacked());
                assertEquals(
                        counts.acked() + counts.sent(), front.log.messages().size());
                assertEquals(2, born(front, NODE));
                assertEquals(2, born(front, DeviceId.of("plant-1", "plc-002")));
                assertEquals(0, born(front, BEHIND));
            }
            await().untilAsserted(() -> assertEquals(2, deaths(front, NODE)));
            await().untilAsserted(() -> assertEquals(2, deaths(front, DeviceId.of("plant-1", "plc-002"))));
            await().untilAsserted(() -> assertEquals(2, deaths(front, BEHIND), "it is behind one that died twice"));
        }
    }

    @Test
    void severalDevicesBehindOneNodeAreBornAndSpeakAndDieEachForItself() throws Exception {
        Path scenario = Files.writeString(folder.resolve("valves.yaml"), VALVES);
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            BrokerAddress address = new BrokerAddress("127.0.0.1", front.port());
            PublishCounts counts;
            try (Fleet fleet = new Fleet(FleetOptions.of(scenario.toString(), 3, address, 1))) {
                fleet.start();
                await().untilAsserted(
                                () -> VALVE_IDS.forEach(valve -> assertTrue(isBack(front, valve), valve::toString)));
                counts = fleet.stop();
            }
            DeviceId node = DeviceId.of("plant-1", "rtu-001");
            await().untilAsserted(() -> assertEquals(1, deaths(front, node), "one connection, one will"));
            assertEquals(0, counts.refused(), counts::toString);
            assertEquals(0, counts.unacked());
            assertEquals(1, born(front, node));
            for (DeviceId valve : VALVE_IDS) {
                assertEquals(1, values(front, valve).size(), "its own, and nobody else's");
            }
            assertEquals(
                    3,
                    VALVE_IDS.stream()
                            .flatMap(valve -> values(front, valve).stream())
                            .distinct()
                            .count());
        }
    }

    /** It died, and has said something since. */
    private static boolean isBack(FrontFixture front, DeviceId device) {
        List<SpoolEntry> its = front.log.taken().stream()
                .filter(entry -> entry instanceof SpoolEntry.Death death
                                && death.device().equals(device)
                        || entry instanceof SpoolEntry.Messages said
                                && said.messages().get(0).device().equals(device))
                .toList();
        int death = its.stream().map(SpoolEntry::getClass).toList().indexOf(SpoolEntry.Death.class);
        return death > 0 && death < its.size() - 1;
    }

    private static Set<Double> values(FrontFixture front, DeviceId device) {
        return front.log.messages().stream()
                .filter(message -> message.device().equals(device))
                .map(message -> message.number(0))
                .collect(Collectors.toSet());
    }

    private static void awaitAcked(Fleet fleet, int more) {
        long before = fleet.counts().acked();
        await().until(() -> fleet.counts().acked() > before + more);
    }

    /** As if the nodes had died, which the gateway believes whoever says so. */
    private static void forgetBirths(int port) throws Exception {
        MqttConnectMessage connect = Sent.connect(MqttVersion.MQTT_5, "undertaker", true);
        try (RawClient client = RawClient.connected(port, connect)) {
            client.send(Sent.publish(1, 1, "spBv1.0/plant-1/NDEATH/node-001", TIMESTAMP_1));
            client.send(Sent.publish(1, 2, "spBv1.0/plant-1/NDEATH/plc-002", TIMESTAMP_1));
            client.expect(MqttMessageType.PUBACK);
            client.expect(MqttMessageType.PUBACK);
        }
    }

    private static long born(FrontFixture front, DeviceId device) {
        return front.log.messages().stream()
                .filter(message -> message.device().equals(device))
                .filter(message -> message.metric(message.size() - 1).equals("bdSeq"))
                .count();
    }

    private static long deaths(FrontFixture front, DeviceId device) {
        return front.log.taken().stream()
                .filter(entry -> entry instanceof SpoolEntry.Death death
                        && death.device().equals(device))
                .count();
    }
}
