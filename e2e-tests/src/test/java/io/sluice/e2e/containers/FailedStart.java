package io.sluice.e2e.containers;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.io.IOException;
import java.util.List;
import org.testcontainers.containers.GenericContainer;

/** Why a container did not start, in one line: a test report often keeps no more, and the container is gone by then. */
final class FailedStart extends IllegalStateException {
    private static final int LOG_LINES = 6;
    private static final long serialVersionUID = 1;

    private FailedStart(String message) {
        super(message);
    }

    static FailedStart of(String name, int healthPort, GenericContainer<?> container, RuntimeException failure) {
        ContainerState state = container.getCurrentContainerInfo().getState();
        return new FailedStart(name + " must start, did not (" + oneLine(String.valueOf(failure.getMessage()))
                + "); it is " + state.getStatus() + ", exit code " + state.getExitCodeLong() + ", out of memory "
                + state.getOOMKilled() + "; within, " + askedWithin(container, healthPort) + "; its log ends "
                + lastLines(container));
    }

    /** The one among the causes; else the error as it is. */
    static RuntimeException in(RuntimeException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedStart) {
                return (FailedStart) cause;
            }
        }
        return error;
    }

    /** An answer within, where there was none through the published port, blames the network. */
    private static String askedWithin(GenericContainer<?> container, int healthPort) {
        String url = "http://127.0.0.1:" + healthPort + "/health/ready";
        try {
            var answer = container.execInContainer("/bin/busybox", "wget", "-q", "-T", "5", "-O", "-", url);
            return url + " answers " + answer.getExitCode() + " " + oneLine(answer.getStdout() + answer.getStderr());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (IOException | RuntimeException e) {
            return "nothing can be asked (" + oneLine(String.valueOf(e.getMessage())) + ")";
        }
    }

    private static List<String> lastLines(GenericContainer<?> container) {
        List<String> lines = container.getLogs().lines().toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
