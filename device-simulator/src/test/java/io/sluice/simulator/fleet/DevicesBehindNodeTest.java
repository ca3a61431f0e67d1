package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublishTally;
import io.sluice.simulator.scenario.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesBehindNodeTest {
    private static final long BEGIN = 1_732_412_345_000L;
    private static final String SCENARIO = """
            scenario: behind
            sites: [{name: 'hall-{n}', count: 2, types: {meter: 1, valve: 2}}]
            types:
              meter: {metrics: {level: 1}}
              valve:
                format: sparkplug
                prefix: rtu:valve
                devices-per-node: 3
                reboot-every: 1m
                away: {every: 30s, for: 5s}
                silent: {every: 30s, for: 5s}
                metrics: {flow: {walk: {over: 10s}}}
            """;

    @TempDir
    Path folder;

    private Scenario scenario;
    private DeviceVoice voice;
    private final List<Publication> queued = new ArrayList<>();
    private boolean isFull;
    private DeviceScript first;
    private DeviceScript second;

    @BeforeEach
    void connect() throws Exception {
        scenario = Scenario.named(
                Files.writeString(folder.resolve("behind.yaml"), SCENARIO).toString());
        List<SimulatedDevice> valves = valves();
        voice = valves.get(0).voice();
        first = script(valves.get(0));
        second = script(valves.get(1));
        voice.will();
        assertEquals(List.of("NBIRTH 0", "DBIRTH 1", "DBIRTH 2"), numbered(voice.greeting()));
    }

    /** Of the first node. */
    private List<SimulatedDevice> valves() {
        return scenario.devices(14, 1).stream()
                .filter(device -> device.connects().equals(DeviceId.of("hall-1", "rtu-002")))
                .toList();
    }

    private DeviceScript script(SimulatedDevice device) {
        DeviceScript script = new DeviceScript(device, "e", new Outbox(new Queue(), voice, new PublishTally()));
        script.begin(BEGIN);
        return script;
    }

    @Test
    void every_so_many_of_a_type_at_a_site_have_a_node_that_has_their_first_ones_number() {
        assertEquals(
                List.of(
                        "meter-001",
                        "rtu-002:valve-001",
                        "rtu-002:valve-002",
                        "meter-004",
                        "rtu-002:valve-003",
                        "rtu-006:valve-001",
                        "meter-007"),
                scenario.devices(14, 1).stream()
                        .filter(device -> device.id().site().equals("hall-1"))
                        .map(device -> device.id().device())
                        .toList());
    }

    @Test
    void they_measure_each_for_itself_and_come_and_go_together() {
        List<SimulatedDevice> valves = valves();
        assertNotEquals(valves.get(0).readings(1_000), valves.get(1).readings(1_000));

        assertEquals(3, valves.size());
        for (Function<Moment, Object> together :
                List.<Function<Moment, Object>>of(Moment::isConnected, Moment::boots)) {
            List<String> edges = edges(valves.get(0), together);
            assertEquals(edges, edges(valves.get(1), together));
            assertEquals(edges, edges(valves.get(2), together));
            assertNotEquals(1, edges.size());
        }
        assertNotEquals(edges(valves.get(0), Moment::isSilent), edges(valves.get(1), Moment::isSilent));
    }

    /** Within two minutes. */
    private static List<String> edges(SimulatedDevice device, Function<Moment, Object> of) {
        Schedule schedule = new Schedule(device, Stages.none(), 0, 0);
        List<String> edges = new ArrayList<>();
        Object last = "";
        while (schedule.nextMillis() < 120_000) {
            Moment moment = schedule.next();
            if (!of.apply(moment).equals(last)) {
                last = of.apply(moment);
                edges.add(moment.atMillis() + " " + last);
            }
        }
        return edges;
    }

    @Test
    void their_messages_have_the_numbers_of_one_counter_which_begins_anew_after_255() {
        for (int i = 0; i < 126; i++) {
            first.measure(moment(i));
            second.measure(moment(i));
        }
        second.fallSilent(moment(126));
        first.measure(moment(127));
        second.measure(moment(127));
        first.measure(moment(128));

        List<String> sent = numbered(queued);
        assertEquals(List.of("DDATA 3", "DDATA 4", "DDATA 5"), sent.subList(0, 3));
        assertEquals(
                List.of("DDATA 254", "DDEATH 255", "DDATA 0", "DBIRTH 1", "DDATA 2"),
                sent.subList(sent.size() - 5, sent.size()));
    }

    @Test
    void all_are_born_again_where_the_node_is_asked_for_it() {
        assertEquals(
                List.of("NBIRTH 0", "DBIRTH 1", "DBIRTH 2"), numbered(voice.reply(SparkplugRebirth.payload(BEGIN))));
    }

    @Test
    void one_that_died_is_born_only_by_what_it_measures_next() {
        first.fallSilent(moment(1));
        answered(numbered(queued).size());
        assertEquals(List.of("NBIRTH 0", "DBIRTH 1"), numbered(voice.reply(SparkplugRebirth.payload(BEGIN))));
        assertEquals(List.of("NBIRTH 0", "DBIRTH 1"), numbered(voice.greeting()));

        queued.clear();
        first.measure(moment(2));
        first.measure(moment(3));
        assertEquals(List.of("DBIRTH 2", "DDATA 3"), numbered(queued));
        assertEquals(List.of("NBIRTH 0", "DBIRTH 1", "DBIRTH 2"), numbered(voice.greeting()));
    }

    @Test
    void one_whose_death_has_no_answer_is_born_on_the_next_connection_and_dies_again() {
        first.measure(moment(1));
        first.fallSilent(moment(2));
        assertEquals(List.of("DDATA 3", "DDEATH 4"), numbered(queued));
        assertEquals(List.of("NBIRTH 0", "DBIRTH 1"), numbered(voice.reply(SparkplugRebirth.payload(BEGIN))));

        assertEquals(List.of("NBIRTH 0", "DBIRTH 1", "DBIRTH 2"), numbered(voice.greeting()));
        assertEquals(List.of("DDATA 3", "DDEATH 4"), numbered(queued));
    }

    @Test
    void a_birth_that_the_node_has_no_room_for_comes_with_the_next_measurement() {
        first.fallSilent(moment(1));
        isFull = true;
        first.measure(moment(2));
        isFull = false;
        first.measure(moment(3));
        assertEquals(List.of("DDEATH 3", "DBIRTH 4"), numbered(queued));
    }

    private void answered(int count) {
        queued.subList(0, count).forEach(voice::settled);
    }

    private static Moment moment(int second) {
        return new Moment(second * 1_000L, true, 1_000, true, true, false, 0);
    }

    /** As they go out. */
    private List<String> numbered(List<Publication> publications) {
        return publications.stream().map(voice::worded).map(this::shown).toList();
    }

    private String shown(Publication said) {
        try {
            return said.topic().split("/")[2] + " "
                    + SparkplugPayloadRecord.parseFrom(said.payload()).getSeq();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private final class Queue implements DeviceLink {
        @Override
        public void start() {}

        @Override
        public boolean publish(Publication publication) {
            return !isFull && queued.add(publication);
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public int outstanding() {
            return queued.size();
        }

        @Override
        public void close() {}
    }
}
