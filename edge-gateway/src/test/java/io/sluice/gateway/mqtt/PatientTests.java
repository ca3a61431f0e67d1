package io.sluice.gateway.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * On a busy machine what comes may come late: waiting longer costs nothing where it comes. An exception that ends a
 * thread fails the test class after which it was found, whoever waited at that moment; but for Paho's own threads,
 * which stumble over a connection that ends under them. JUnit finds this extension by itself for all tests of the
 * module.
 */
public final class PatientTests implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAHO = "MQTT ";
    private static final Queue<Throwable> UNCAUGHT = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Thread.setDefaultUncaughtExceptionHandler(PatientTests::uncaught);
    }

    private static void uncaught(Thread thread, Throwable error) {
        if (!thread.getName().startsWith(PAHO)) {
            UNCAUGHT.add(new IllegalStateException("uncaught in thread " + thread.getName(), error));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<Throwable> found = new ArrayList<>();
        for (Throwable error = UNCAUGHT.poll(); error != null; error = UNCAUGHT.poll()) {
            found.add(error);
        }
        if (!found.isEmpty()) {
            AssertionError failure = new AssertionError("threads must not end by an exception, did: " + found);
            found.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
