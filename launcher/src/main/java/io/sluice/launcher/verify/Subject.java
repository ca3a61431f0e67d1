package io.sluice.launcher.verify;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipeline that is judged: where its public face is, and what can be done to it. */
public interface Subject extends AutoCloseable {
    void start() throws Exception;

    boolean isReady() throws InterruptedException;

    /** Starts again what has died. To be called every now and then. */
    void look() throws IOException;

    /** Why it cannot go on, null while it can. */
    @Nullable
    String fault();

    String mqttUrl();

    String httpUrl();

    String kafkaBootstrap();

    /** What can be killed and paused, by name; empty where all is one process. */
    List<String> processes();

    /** SIGKILL. */
    void kill(String process) throws IOException;

    /** SIGSTOP. */
    void pause(String process) throws IOException;

    /** SIGCONT. */
    void resume(String process) throws IOException;

    @Override
    void close();
}
