package io.sluice.launcher.cluster;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KafkaNodesTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void a_broker_that_cannot_start_is_named_while_the_others_are_waited_for() throws Exception {
        ChildCommand command = new ChildCommand("broker-2", List.of("false"), Map.of(), Duration.ZERO);
        try (ChildProcess broker = new ChildProcess(command, folder)) {
            broker.start();
            KafkaNodes nodes = new KafkaNodes(folder, 0);
            EnvironmentException refused =
                    assertThrows(EnvironmentException.class, () -> nodes.awaitRegistered(List.of(broker)));
            String message = String.valueOf(refused.getMessage());
            assertTrue(
                    message.startsWith("broker-2 must stay alive, died 5 times in a row, at last with exit 1"),
                    message);
        }
    }
}
