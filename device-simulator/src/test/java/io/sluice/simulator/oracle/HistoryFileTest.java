package io.sluice.simulator.oracle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.TinyBroker;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    private static final DeviceId DEVICE = DeviceId.of("plant-1", "pump-7");
    private static final InstantSource NOON = InstantSource.fixed(Instant.ofEpochMilli(1_000));

    @TempDir
    private Path folder;

    @Test
    void a_message_is_written_down_with_what_became_of_it() throws IOException {
        Path path = folder.resolve("history.jsonl");
        try (HistoryFile file = new HistoryFile(path, NOON)) {
            BootHistory boot = new FleetHistory(file).boot(DEVICE, "b7f3");
            boot.settle(boot.append(990), Outcome.ACKED);
            boot.garble(boot.append(991));
        }

        assertEquals(
                List.of(
                        "{\"at\":1000,\"device\":\"plant-1/pump-7\",\"epoch\":\"b7f3\",\"seq\":1,\"ts\":990,\"what\":\"said\"}",
                        "{\"at\":1000,\"device\":\"plant-1/pump-7\",\"epoch\":\"b7f3\",\"seq\":1,\"what\":\"acked\"}",
                        "{\"at\":1000,\"device\":\"plant-1/pump-7\",\"epoch\":\"b7f3\",\"seq\":2,\"ts\":991,\"what\":\"said\"}",
                        "{\"at\":1000,\"device\":\"plant-1/pump-7\",\"epoch\":\"b7f3\",\"seq\":2,\"what\":\"garbled\"}"),
                Files.readAllLines(path));
    }

    @Test
    void a_will_is_written_down_with_what_became_of_it() throws IOException {
        Path path = folder.resolve("history.jsonl");
        try (HistoryFile file = new HistoryFile(path, NOON)) {
            FleetHistory history = new FleetHistory(file);
            WillHistory first = history.will(DEVICE, "w1", 990);
            first.kept();
            first.kept();
            first.saidGoodbye();
            history.will(DEVICE, "w2", 991).kept();
            history.died(DEVICE, 991, 992);
        }

        List<String> what = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            JsonNode event = new ObjectMapper().readTree(line);
            what.add(event.get("epoch").textValue() + " " + event.get("what").textValue());
        }
        assertEquals(
                List.of(
                        "w1 said",
                        "w1 will-kept",
                        "w1 will-called-off",
                        "w2 said",
                        "w2 will-kept",
                        " died",
                        "w2 will-due"),
                what);
    }

    @Test
    void what_a_fleet_was_acknowledged_can_be_told_from_it() throws Exception {
        Path path = folder.resolve("history.jsonl");
        long acked;
        try (HistoryFile file = new HistoryFile(path, InstantSource.system());
                TinyBroker broker = new TinyBroker((topic, payload) -> 0, 100)) {
            FleetHistory history = new FleetHistory(file);
            FleetOptions options =
                    FleetOptions.of("judged", 3, broker.address(), 7).withPeriod(Duration.ofMillis(20));
            try (JudgedFleet fleet = new JudgedFleet(options, List.of(broker.address()), history, Clock.systemUTC())) {
                fleet.start();
                await().until(() -> history.count(Outcome.ACKED) > 100);
                fleet.stop(Duration.ofSeconds(20));
            }
            acked = history.count(Outcome.ACKED);
        }

        Map<String, String> last = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path)) {
            JsonNode event = new ObjectMapper().readTree(line);
            String message = event.get("device").textValue() + " "
                    + event.get("epoch").textValue() + " " + event.get("seq").longValue();
            boolean isSaid = event.get("what").textValue().equals("said");
            assertTrue(isSaid != last.containsKey(message), () -> "said first, and once: " + line);
            last.merge(
                    message, event.get("what").textValue(), (before, what) -> before.equals("acked") ? before : what);
        }
        assertEquals(acked, last.values().stream().filter("acked"::equals).count());
    }

    @Test
    void a_history_is_of_one_run() throws IOException {
        Path path = Files.createFile(folder.resolve("history.jsonl"));

        assertThrows(FileAlreadyExistsException.class, () -> new HistoryFile(path, NOON));
    }

    @Test
    void a_history_that_can_not_be_written_ends_the_run() throws IOException {
        HistoryFile file = new HistoryFile(folder.resolve("history.jsonl"), NOON);
        file.close();

        file.said(DEVICE, "b7f3", 1, 990);
        HistoryException told = assertThrows(HistoryException.class, file::check);
        assertTrue(String.valueOf(told.getMessage()).contains("history.jsonl, could not be: "), told::toString);
        file.became(DEVICE, "b7f3", 1, "acked");
        assertThrows(HistoryException.class, file::close);
    }
}
