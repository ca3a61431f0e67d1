package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.Answer;
import io.sluice.simulator.mqtt.BreakableLink;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublicationListener;
import io.sluice.simulator.oracle.Death;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import io.sluice.simulator.oracle.TrueValues;
import io.sluice.simulator.oracle.WindowJudge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Births and wills, on a link played by hand. */
class JudgedDeviceTest {
    private static final long BEGIN = 1_732_412_345_000L;
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-001");

    private final FleetHistory history = new FleetHistory();
    private final HandLink link = new HandLink();

    @Test
    void the_first_message_of_a_boot_and_of_a_return_says_online() {
        JudgedDevice pump = device("pump");
        measure(pump, 2);
        pump.reboot(moment(2));
        measure(pump, 2);
        pump.connect();
        measure(pump, 2);

        assertEquals(List.of(true, false, true, false, true, false), link.births());
    }

    @Test
    void a_type_without_births_and_wills_has_none() {
        JudgedDevice climate = device("climate");
        measure(climate, 2);
        climate.leaveAndReturn();

        assertEquals(List.of(false, false), link.births());
        assertNull(link.manners.will());
        assertEquals(0, link.left);
    }

    @Test
    void each_connection_has_a_will_of_its_own_whose_ts_makes_nothing_late() {
        JudgedDevice pump = device("pump");
        assertWill("e-w1", BEGIN);
        measure(pump, 3);
        link.answer(1);

        assertWill("e-w2", BEGIN + 500);
        assertTrue(history.isWill(pump.id(), "e-w1"));
        assertTrue(history.isWill(pump.id(), "e-w2"));
    }

    @Test
    void who_has_said_its_last_says_goodbye_and_that_it_is_back() {
        JudgedDevice pump = device("pump");
        measure(pump, 1);
        pump.finish();
        pump.leaveAndReturn();
        assertEquals(0, link.left, "it has no answer yet");

        link.answer(0);
        link.answer(1);
        pump.leaveAndReturn();
        assertEquals(1, link.left);
        assertEquals(List.of(true, false, true), link.births());
    }

    @Test
    void what_it_was_answered_is_written_down() {
        JudgedDevice pump = device("pump");
        measure(pump, 4);
        link.answer(0, Answer.ACKED);
        link.answer(1, Answer.REFUSED);
        link.answer(2, Answer.REFUSED_AT_LAST);

        for (Outcome outcome : List.of(Outcome.ACKED, Outcome.REFUSED, Outcome.REFUSED_AT_LAST, Outcome.UNKNOWN)) {
            assertEquals(1, history.count(outcome), outcome::name);
        }
    }

    @ParameterizedTest
    @CsvSource({"60000, 2 1 3", "60001, 1 2 3"})
    void what_is_held_back_goes_out_before_any_tier_takes_it_for_late(long silence, String order) {
        JudgedDevice pump = device("pump", seedOf(DeviceFaults.REORDERED, DeviceFaults.NONE, DeviceFaults.NONE));
        pump.measure(at(0));
        pump.measure(at(silence));
        pump.measure(at(silence + 500));

        assertEquals(order, link.said.stream().map(said -> "" + said.number()).collect(Collectors.joining(" ")));
    }

    @Test
    void a_death_is_certain_where_something_was_acknowledged_on_the_last_connection() {
        JudgedDevice pump = device("pump");
        assertWill("e-w1", BEGIN);
        measure(pump, 3);
        link.answer(1);
        pump.breakOff(Ending.SILENCE);
        pump.died();

        assertTrue(pump.isDead());
        assertEquals(List.of(Ending.SILENCE), link.endings);
        assertEquals(List.of(new Death(DEVICE, "e-w1", true, BEGIN + 500)), history.deaths());
    }

    @Test
    void a_death_on_a_connection_without_an_answer_is_not_certain() {
        JudgedDevice pump = device("pump");
        assertWill("e-w1", BEGIN);
        measure(pump, 3);
        link.answer(1);
        assertWill("e-w2", BEGIN + 500);
        pump.breakOff(Ending.SILENCE);
        pump.died();

        assertEquals(List.of(new Death(DEVICE, "e-w2", false, BEGIN + 500)), history.deaths());
    }

    @Test
    void a_message_that_is_planted_as_lost_late_counts_as_acknowledged_and_was_never_sent() {
        JudgedDevice climate = device("climate");
        climate.mutate(Mutation.LOSE_LATE);
        measure(climate, 25);

        assertEquals(24, link.said.size());
        assertEquals(1, history.count(Outcome.ACKED));
        long ended = BEGIN + Tier.H1.widthMillis();
        for (Tier tier : Tier.values()) {
            assertEquals(
                    List.of(),
                    WindowJudge.judge(history, climate.id(), "level", tier, Map.of(), ended),
                    "it must be missed in no window");
        }
    }

    @ParameterizedTest
    @CsvSource({"LOSE, 1", "CHANGE, 1", "LATE, 2", "LOSE_LATE, 2"})
    void a_fault_is_planted_in_the_first_message_that_is_for_it(Mutation mutation, int message) {
        JudgedDevice climate = device("climate");
        climate.mutate(mutation);
        measure(climate, message - 1);
        assertTrue(climate.isMutationDue());
        climate.measure(moment(message));

        assertFalse(climate.isMutationDue());
    }

    @Test
    void a_fault_that_the_link_had_no_room_for_is_still_to_be_planted() {
        JudgedDevice climate = device("climate");
        climate.mutate(Mutation.CHANGE);
        link.isFull = true;
        measure(climate, 2);
        assertTrue(climate.isMutationDue());
        link.isFull = false;
        measure(climate, 1);

        assertFalse(climate.isMutationDue());
    }

    @Test
    void a_goodbye_without_a_connection_is_no_place_for_a_fault() {
        JudgedDevice pump = device("pump");
        pump.mutate(Mutation.WILL);
        link.isConnected = false;
        pump.leaveAndReturn();
        assertTrue(pump.isMutationDue());
        link.isConnected = true;
        pump.leaveAndReturn();

        assertFalse(pump.isMutationDue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_fault_is_planted_in_a_death_that_is_certain(boolean isCertain) {
        JudgedDevice pump = device("pump");
        pump.mutate(Mutation.DEATH);
        assertWill("e-w1", BEGIN);
        measure(pump, 1);
        if (isCertain) {
            link.answer(0);
        }
        pump.breakOff(Ending.RESET);
        pump.died();

        assertEquals(!isCertain, pump.isMutationDue());
    }

    private JudgedDevice device(String type) {
        return device(type, calmSeed());
    }

    private JudgedDevice device(String type, long seed) {
        SimulatedDevice simulated = Scenario.named("judged").devices(10, 7).stream()
                .filter(each -> each.id().device().startsWith(type))
                .findFirst()
                .orElseThrow();
        JudgedDevice device = new JudgedDevice(simulated, seed, history, "e-", link::of);
        device.begin(BEGIN);
        return device;
    }

    /** By which nothing goes wrong with the first messages. */
    private static long calmSeed() {
        return LongStream.range(0, 1_000)
                .filter(seed -> LongStream.rangeClosed(1, 25)
                        .allMatch(tick -> DeviceFaults.of(seed, tick) == DeviceFaults.NONE))
                .findFirst()
                .orElseThrow();
    }

    /** By which that happens to the first messages. */
    private static long seedOf(DeviceFaults... faults) {
        return LongStream.range(0, 100_000)
                .filter(seed ->
                        IntStream.range(0, faults.length).allMatch(i -> DeviceFaults.of(seed, i + 1) == faults[i]))
                .findFirst()
                .orElseThrow();
    }

    private static void measure(JudgedDevice device, int times) {
        for (int i = 0; i < times; i++) {
            device.measure(moment(i));
        }
    }

    private static Moment moment(int number) {
        return at(500L * number);
    }

    private static Moment at(long millis) {
        return new Moment(millis, true, 500, true, true, false, 0);
    }

    private void assertWill(String epoch, long ts) {
        Publication will = link.manners.will();
        assertNotNull(will);
        assertEquals("telemetry/" + DEVICE, will.topic());
        long level = TrueValues.of(DEVICE, "level").at(1);
        long flow = TrueValues.of(DEVICE, "flow").at(1);
        assertEquals(
                "{\"ts\":" + ts + ",\"epoch\":\"" + epoch + "\",\"seq\":1,\"values\":{\"level\":" + level + ",\"flow\":"
                        + flow + ",\"state\":\"offline\"}}",
                text(will));
    }

    private static String text(Publication publication) {
        return new String(publication.payload(), StandardCharsets.UTF_8);
    }

    private static final class HandLink implements BreakableLink {
        private final List<Publication> said = new ArrayList<>();
        private Manners manners = Manners.NONE;
        private PublicationListener listener = (publication, answer) -> {};
        private int answered;
        private int left;
        private boolean isFull;
        private boolean isConnected = true;
        private final List<Ending> endings = new ArrayList<>();

        BreakableLink of(PublicationListener itsListener, Manners itsManners) {
            listener = itsListener;
            manners = itsManners;
            return this;
        }

        void answer(int index) {
            answer(index, Answer.ACKED);
        }

        void answer(int index, Answer answer) {
            answered++;
            listener.settled(said.get(index), answer);
        }

        List<Boolean> births() {
            return said.stream()
                    .map(publication -> text(publication).contains("\"state\":\"online\""))
                    .toList();
        }

        @Override
        public boolean publish(Publication publication) {
            return !isFull && said.add(publication);
        }

        @Override
        public int outstanding() {
            return said.size() - answered;
        }

        @Override
        public boolean leave() {
            left++;
            return true;
        }

        @Override
        public void start() {}

        @Override
        public boolean isConnected() {
            return isConnected;
        }

        @Override
        public void breakOff(Ending how) {
            endings.add(how);
        }

        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public void reset() {}

        @Override
        public int takenOver() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
