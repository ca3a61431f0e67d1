package io.sluice.launcher;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice} itself, in a checkout of few files, with a Maven and a Java that only say what they were asked. */
class ScriptTest {
    /** Its n-th build says n in each of its files. */
    private static final String MAVEN = """
            #!/bin/sh
            echo build >> built
            touch building
            [ ! -e fails ] || exit 1
            while [ -e hold ]; do sleep 0.05; done
            mkdir -p launcher/target/lib launcher/target/flink
            for file in sluice.jar lib/model.jar flink/sluice-jobs.jar; do
                grep -c . built > launcher/target/$file
            done
            """;

    /** {@code up} runs until it may end, then opens its files; the others do so at once. */
    private static final String JAVA = """
            #!/bin/sh
            while [ "$1" != -jar ]; do shift; done
            cd "$(dirname "$2")"
            case $3 in
                demo) exit 0 ;;
                up)
                    touch "$CHECKOUT/started"
                    while [ ! -e "$CHECKOUT/end" ]; do sleep 0.05; done
                    ;;
            esac
            echo $(cat sluice.jar lib/model.jar flink/sluice-jobs.jar)
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private Path checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = folder.toRealPath().resolve("checkout");
        for (String file : List.of("pom.xml", "launcher/pom.xml", "launcher/src/main/A", "sse-dashboard-api/web/a")) {
            write(file, "");
        }
        Files.copy(Path.of("..", "sluice"), checkout.resolve("sluice"), StandardCopyOption.COPY_ATTRIBUTES);
        write("tools/release", "JAVA_VERSION=\"17.0.1\"\n");
        for (String tool : List.of("javac", "node", "npm")) {
            program(tool, "#!/bin/sh\n");
        }
        program("mvn", MAVEN);
        program("java", JAVA);
    }

    @AfterEach
    void endAll() throws IOException, InterruptedException {
        write("end", "");
        Files.deleteIfExists(checkout.resolve("hold"));
        for (Process process : started) {
            process.waitFor();
        }
    }

    @Test
    void what_runs_goes_on_with_its_build_while_others_are_made() throws Exception {
        Process up = start("up");
        awaitFile("started");
        edit("B");
        assertEquals("2 2 2", output(start("settings")));
        edit("C");
        assertEquals("3 3 3", output(start("settings")));

        write("end", "");
        assertEquals("1 1 1", output(up));
    }

    @Test
    void builds_that_nothing_runs_from_do_not_pile_up() throws Exception {
        Process up = start("up");
        awaitFile("started");
        for (String file : List.of("B", "C", "D")) {
            edit(file);
            output(start("settings"));
        }
        assertEquals(2, builds());

        write("end", "");
        output(up);
        edit("E");
        assertEquals("5 5 5", output(start("settings")));
        assertEquals(1, builds());
    }

    @Test
    void a_build_that_fails_takes_nothing_away_and_is_tried_again() throws Exception {
        Process up = start("up");
        awaitFile("started");
        edit("B");
        write("fails", "");
        Process failing = start("settings");
        assertEquals("", output(failing));
        assertEquals(3, failing.exitValue());

        Files.delete(checkout.resolve("fails"));
        assertEquals("3 3 3", output(start("settings")));
        write("end", "");
        assertEquals("1 1 1", output(up));
    }

    @Test
    void what_has_waited_for_a_build_keeps_nobody_from_the_next() throws Exception {
        write("hold", "");
        Process builder = start("settings");
        awaitFile("building");
        Process waiting = start("up");
        await().until(() -> waiting.children()
                .anyMatch(child -> child.info().command().orElse("").endsWith("flock")));
        Files.delete(checkout.resolve("hold"));
        assertEquals("1 1 1", output(builder));
        awaitFile("started");

        edit("B");
        assertEquals("2 2 2", output(start("settings")));
        assertTrue(waiting.isAlive(), "it must still run");
    }

    private void edit(String source) throws IOException {
        write("launcher/src/main/" + source, "");
    }

    private long builds() throws IOException {
        try (Stream<Path> all = Files.list(checkout.resolve("launcher/target/builds"))) {
            return all.count();
        }
    }

    private void awaitFile(String name) {
        await().until(() -> Files.exists(checkout.resolve(name)));
    }

    private void program(String name, String text) throws IOException {
        assertTrue(write("tools/bin/" + name, text).toFile().setExecutable(true), name);
    }

    private Path write(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("./sluice", command)
                .directory(checkout.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String tools = checkout.resolve("tools").toString();
        builder.environment().put("CHECKOUT", checkout.toString());
        builder.environment().put("JAVA_HOME", tools);
        builder.environment().merge("PATH", tools + "/bin", (path, first) -> first + ":" + path);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String output(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it must end");
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
