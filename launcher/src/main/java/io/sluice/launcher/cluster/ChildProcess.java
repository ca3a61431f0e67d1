package io.sluice.launcher.cluster;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.lifecycle.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of the cluster. Started again wherever it dies, as an orchestrator would; its number stands in
 * {@code run/<name>.pid} for those who want to kill it, what it writes in {@code logs/<name>.log}. Thread-safe.
 */
final class ChildProcess implements Service {
    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

    private final ChildCommand command;
    private final PidFile pidFile;
    private final Path clockFile;
    private final File logFile;
    private final Restarts restarts;
    private @Nullable FakeClock clock;
    private @Nullable Process process;
    private boolean wanted;

    /** @param folder gets {@code run} and {@code logs} */
    ChildProcess(ChildCommand command, Path folder) {
        this(command, folder, System::nanoTime);
    }

    ChildProcess(ChildCommand command, Path folder, LongSupplier nanoTime) {
        this.command = command;
        this.restarts = new Restarts(command.name(), nanoTime);
        this.pidFile = new PidFile(folder, command.name());
        this.clockFile = folder.resolve("run").resolve(command.name() + ".clock");
        this.logFile = folder.resolve("logs").resolve(command.name() + ".log").toFile();
    }

    @Override
    public String name() {
        return command.name();
    }

    /** @throws EnvironmentException where the process of a cluster that was killed still runs */
    @Override
    public synchronized void start() throws IOException {
        pidFile.refuseLeftOver();
        wanted = true;
        launch();
    }

    /** Starts it again where it has died, once it is time. */
    synchronized void look() throws IOException {
        Process running = process;
        if (!wanted || running == null || running.isAlive()) {
            return;
        }
        if (!restarts.isDead()) {
            sweep(running);
            restarts.died(new ProcessEnd(running.exitValue()));
        }
        if (restarts.isDue()) {
            launch();
        }
    }

    /**
     * Sends it a signal, such as {@code KILL}.
     *
     * @return whether it lived; where it had died nothing is done
     */
    boolean signal(String signal) throws IOException {
        return plant(pid -> List.of("kill", "-" + signal, pid));
    }

    /**
     * Every write to a file fails from now on, as on a full disk, though with EFBIG for ENOSPC, and also where the file
     * has the room; or none does any more. Linux only.
     *
     * @return whether it lived; where it had died nothing is done, and its next start has room again
     */
    boolean fillDisk(boolean full) throws IOException {
        String limit = full ? "1:unlimited" : "unlimited";
        return plant(pid -> List.of("prlimit", "--pid", pid, "--fsize=" + limit));
    }

    private synchronized boolean plant(Function<String, List<String>> commandFor) throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return false;
        }
        restarts.planted();
        new ProcessBuilder(commandFor.apply(Long.toString(running.pid()))).start();
        return true;
    }

    /** How often it has ended by itself, and not by SIGKILL. */
    synchronized int ends() {
        return restarts.ends();
    }

    /** Its next start has a clock that can be shifted. */
    synchronized void letClockJump(Path library) throws IOException {
        clock = new FakeClock(library, clockFile);
    }

    /**
     * Within a second its wall clock stands off so far, as long as it is not shifted again, whatever dies meanwhile.
     */
    synchronized void shiftClock(Duration by) throws IOException {
        if (clock != null) {
            restarts.planted();
            clock.shift(by);
        }
    }

    /** From now on it is started again however often it dies. */
    synchronized void neverGiveUp() {
        restarts.neverGiveUp();
    }

    /** Why it is not worth another start, null while it is. */
    synchronized @Nullable String fault() {
        String fault = restarts.fault();
        return fault == null ? null : fault + "; see " + logFile;
    }

    private void launch() throws IOException {
        pidFile.makeRoom();
        Files.createDirectories(logFile.toPath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile));
        builder.environment().putAll(command.environment());
        if (clock != null) {
            builder.environment().putAll(clock.environment());
        }
        Process started = builder.start();
        process = started;
        restarts.started();
        pidFile.tell(started.pid());
    }

    private synchronized void sweep(Process dead) throws IOException {
        if (clock != null) {
            FakeClock.sweep(dead.pid());
        }
    }

    /** It drains from now on, and is not started again. */
    synchronized void askToEnd() {
        wanted = false;
        if (process != null) {
            process.destroy();
        }
    }

    /** Asks it to drain, and kills it when its time is over. */
    @Override
    public void close() {
        Process closing;
        synchronized (this) {
            askToEnd();
            closing = process;
            process = null;
        }
        if (closing == null) {
            return;
        }
        try {
            if (!closing.waitFor(command.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                log.atInfo().addKeyValue("process", command.name()).log("process did not end in its time, killing it");
                closing.destroyForcibly().waitFor();
            }
            sweep(closing);
            pidFile.delete();
        } catch (InterruptedException e) {
            closing.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", pidFile.path()).log("file cannot be deleted");
        }
    }
}
