package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.PayloadLimits;
import io.sluice.simulator.mqtt.Publication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    private static final long TS = 1_732_412_345_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 42, -7})
    void aSeedIsATrafficByteForByte(long seed) {
        assertEquals(traffic(seed), traffic(seed));
        assertNotEquals(traffic(seed), traffic(seed + 1));
    }

    @Test
    void aSmallerFleetIsThePrefixOfALargerOne() {
        List<DeviceId> large = ids(Scenario.named("demo").devices(100, 1));

        assertEquals(large.subList(0, 30), ids(Scenario.named("demo").devices(30, 1)));
        assertEquals(100, Set.copyOf(large).size());
    }

    @Test
    void everyMessageIsAcceptedAndHasFourMetricsOrMore() {
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> {
            throw new AssertionError("a message came without identity");
        });
        for (SimulatedDevice device : Scenario.named("demo").devices(40, 5)) {
            for (long seq = 1; seq < 200; seq++) {
                Publication sent = device.message(TS, "e", seq);
                DeviceMessage message = assertInstanceOf(
                                Decoded.Messages.class, decoder.decode(sent.topic(), null, null, sent.payload(), TS))
                        .messages()
                        .get(0);
                assertEquals(device.id(), message.device());
                assertEquals(seq, message.seq());
                assertTrue(message.size() >= 4, () -> device.id() + " has " + message.size() + " metrics");
            }
        }
    }

    @Test
    void aPumpThatStopsCoolsDown() {
        DeviceType pump = DemoTypes.PUMP;
        List<Metric> metrics = pump.metrics(11);
        double hot = 0;
        double cold = 100;
        for (int t = 0; t < 2000; t++) {
            double temperature = ((Metric.Number) metrics.get(0)).signal().at(t);
            hot = Math.max(hot, temperature);
            cold = Math.min(cold, temperature);
        }
        assertTrue(hot > cold + 10, "from " + cold + " to " + hot);
    }

    @Test
    void anUnknownScenarioIsNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Scenario.named("mine.yaml"));
        assertEquals("scenario must be the name of a built-in one (demo), was mine.yaml", e.getMessage());
    }

    private static String traffic(long seed) {
        return Scenario.named("demo").devices(24, seed).stream()
                .flatMap(device -> LongStream.rangeClosed(1, 20).mapToObj(seq -> device.message(TS, "e", seq)))
                .map(p -> p.topic() + " " + new String(p.payload(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    private static List<DeviceId> ids(List<SimulatedDevice> devices) {
        return devices.stream().map(SimulatedDevice::id).toList();
    }
}
