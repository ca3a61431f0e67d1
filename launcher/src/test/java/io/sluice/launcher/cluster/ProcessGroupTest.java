package io.sluice.launcher.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {
    /** On SIGTERM it says so, and ends when the other has said so too. */
    private static final String SCRIPT = """
            trap 'touch $1.asked; until [ -e $2.asked ]; do sleep 0.05; done; touch $1.ended; exit 0' TERM
            touch $1.ready
            while :; do sleep 0.05; done
            """;

    @TempDir
    Path folder;

    private ChildProcess process(String name, String other) {
        List<String> line = List.of("sh", "-c", SCRIPT, "sh", path(name), path(other));
        return new ChildProcess(new ChildCommand(name, line, Map.of(), Duration.ofSeconds(20)), folder);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> found(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void processes_that_need_each_other_to_end_do_and_are_not_killed() throws Exception {
        ProcessGroup group = new ProcessGroup("both", List.of(process("a", "b"), process("b", "a")));
        group.start();
        await().untilAsserted(() -> assertEquals(List.of("a.ready", "b.ready"), found(".ready")));
        group.close();

        assertEquals(List.of("a.ended", "b.ended"), found(".ended"));
    }
}
