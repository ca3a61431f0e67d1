package io.sluice.bench.process;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, so that its CPU time and memory are its own. Ends with this process's pipe. */
final class ChildProcess implements AutoCloseable {
    private static final List<String> COMPILERS_GIVE_WAY =
            List.of("-XX:ThreadPriorityPolicy=1", "-XX:CompilerThreadPriority=10", "-XX:-PrintWarnings");

    private final Process process;
    private final Path log;
    private final BufferedReader out;
    private final PrintWriter in;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static ChildProcess start(List<String> line, Map<String, String> environment, Path folder) throws IOException {
        Path log = folder.resolve("process.log");
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    /** A JVM with our class path, and the options that {@code ./sluice gateway} gives it. */
    static ChildProcess gateway(Map<String, String> environment, Path folder, String... mainAndArguments)
            throws IOException {
        List<String> line = new ArrayList<>(jvm("512m", "-XX:+UseParallelGC"));
        line.add("-XX:MaxTenuringThreshold=1");
        line.addAll(COMPILERS_GIVE_WAY);
        String further = System.getenv("BENCH_SERVER_OPTS");
        if (further != null && !further.isBlank()) {
            line.addAll(List.of(further.strip().split("\\s+")));
        }
        addMain(line, mainAndArguments);
        return start(line, environment, folder);
    }

    /** A JVM with our class path. */
    static ChildProcess java(String heap, Path folder, String... mainAndArguments) throws IOException {
        List<String> line = new ArrayList<>(jvm(heap, "-XX:+UseSerialGC"));
        addMain(line, mainAndArguments);
        return start(line, Map.of(), folder);
    }

    /**
     * One that gets a processor where nobody else wants it, and gives it back at once where somebody does: a merely
     * nice one keeps it for milliseconds, since Linux (EEVDF) lets who runs finish its slice.
     */
    static ChildProcess modestJava(String heap, Path folder, String... mainAndArguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("chrt", "--idle", "0"));
        line.addAll(jvm(heap, "-XX:+UseSerialGC"));
        addMain(line, mainAndArguments);
        return start(line, Map.of(), folder);
    }

    private static List<String> jvm(String heap, String collector) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-Xmx" + heap, collector);
    }

    private static void addMain(List<String> line, String... mainAndArguments) {
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(mainAndArguments));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a line and waits for the answer's. */
    String ask(String question) throws IOException {
        in.println(question);
        return awaitLine("");
    }

    /** The next line of its output that begins so. */
    String awaitLine(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new EnvironmentException("server must start, did not:\n" + Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
