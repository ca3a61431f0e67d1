package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.mqtt.PassengerLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublishTally;
import io.sluice.simulator.scenario.ScenarioFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in scenario, and one of all formats, over three minutes of its own time, on no clock. */
class TrafficTest {
    private static final long BEGIN = 1_732_412_345_000L;
    private static final long END_MILLIS = 180_000;
    private static final ScheduledExecutorService NO_CLOCK = Executors.newScheduledThreadPool(0);

    static Stream<String> scenarios() {
        return Stream.concat(ScenarioFiles.BUILT_IN.stream(), Stream.of("src/test/resources/formats.yaml"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aSeedIsTheSameTimesTopicsAndPayloads(String scenario) throws Exception {
        Trace first = trace(scenario, 7);

        assertTrue(first.publications > 100, "said " + first.publications);
        assertEquals(first.hash(), trace(scenario, 7).hash());
        assertNotEquals(first.hash(), trace(scenario, 8).hash());
    }

    private static Trace trace(String name, long seed) throws Exception {
        Trace trace = new Trace();
        Map<DeviceId, DeviceVoice> voices = new HashMap<>();
        Scenario scenario = Scenario.named(name);
        for (SimulatedDevice device : scenario.devices(40, seed)) {
            Schedule schedule = new Schedule(device, scenario.stages(), 0, 0);
            DeviceLink link = voices.containsKey(device.connects()) ? new PassengerLink(trace) : trace;
            DeviceVoice voice = voices.computeIfAbsent(device.connects(), who -> device.voice());
            trace.of(voice);
            DeviceScript script = new DeviceScript(device, "e", new Outbox(link, voice, new PublishTally()));
            script.begin(BEGIN);
            DeviceTicker ticker = new DeviceTicker(script, schedule, link, NO_CLOCK);
            for (long now = schedule.nextMillis(); now < END_MILLIS; now = schedule.nextMillis()) {
                trace.at(now);
                ticker.play();
                assertTrue(schedule.nextMillis() > now, "time must go on, stood still at " + now);
            }
        }
        return trace;
    }

    /** Hashes what is done, and when. */
    private static final class Trace implements DeviceLink {
        private final MessageDigest digest;
        private int publications;
        private long now;
        private Manners manners = Manners.NONE;

        Trace() throws Exception {
            digest = MessageDigest.getInstance("SHA-256");
        }

        void of(Manners speaker) {
            manners = speaker;
        }

        void at(long millis) {
            now = millis;
        }

        private void add(String what) {
            digest.update((now + " " + what + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean publish(Publication publication) {
            publications++;
            say(manners.worded(publication));
            return true;
        }

        private void say(Publication publication) {
            add(publication.topic());
            digest.update(publication.payload());
        }

        /** As a link does on a connection, which here is never refused. */
        private void connect(String how) {
            add(how);
            Publication will = manners.will();
            if (will != null) {
                say(will);
            }
            manners.greeting().forEach(birth -> say(manners.worded(birth)));
        }

        @Override
        public void start() {
            connect("start");
        }

        @Override
        public void suspend() {
            add("suspend");
        }

        @Override
        public void resume() {
            connect("resume");
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public int outstanding() {
            return 0;
        }

        @Override
        public void close() {}

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
