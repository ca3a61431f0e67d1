package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.simulator.mqtt.Publication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({
        "1, f0593cd00793f9d2512568063d88ab4cb591a181a6b35a64bdb7096a5ea5e35a",
        "42, 7f6972cceaa569af5bc76ed758612ebd81ae1cffed9d43943acb86f31c580268",
        "-7, a476d3fa54dbe49c096cfb9bc09f0ebd7a80166c2bab5f0ab17a101bb779d39c"
    })
    void theDemoSaysWhatItSaidWhenItWasWrittenInJava(long seed, String expected) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (SimulatedDevice device : Scenario.named("demo").devices(60, seed)) {
            for (long seq = 1; seq <= 700; seq++) {
                Publication sent = device.message(TS + seq * 1000, "e", seq);
                digest.update(sent.topic().getBytes(StandardCharsets.UTF_8));
                digest.update(sent.payload());
            }
        }
        assertEquals(expected, HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void aThingOfThingsBoardsSaysNowhereWhoItIs(@TempDir Path folder) throws Exception {
        Path things = Files.writeString(folder.resolve("things.yaml"), """
                scenario: things
                sites: [{name: here, types: {thing: 1}}]
                types: {thing: {format: thingsboard, will: true, metrics: {level: 1, 'on': {steady: 1, flag: true}}}}
                """);
        SimulatedDevice thing = Scenario.named(things.toString()).devices(1, 1).get(0);

        assertEquals(
                "v1/devices/me/telemetry " + "{\"ts\":" + TS + ",\"values\":{\"level\":1,\"on\":true}}",
                text(thing.message(TS, "e", 1)));
        assertEquals(
                "v1/devices/me/telemetry {\"state\":\"offline\"}",
                text(Objects.requireNonNull(thing.voice().will())));
    }

    private static String text(Publication publication) {
        return publication.topic() + " " + new String(publication.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void aPumpThatStopsCoolsDown() {
        SimulatedDevice pump = Scenario.named("demo").devices(1, 11).get(0);
        double hot = 0;
        double cold = 100;
        for (int second = 0; second < 2000; second++) {
            double temperature = (Double) pump.readings(second * 1000).get(0).value();
            hot = Math.max(hot, temperature);
            cold = Math.min(cold, temperature);
        }
        assertTrue(hot > cold + 10, "from " + cold + " to " + hot);
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
