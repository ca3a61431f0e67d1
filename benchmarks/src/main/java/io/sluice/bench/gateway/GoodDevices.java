package io.sluice.bench.gateway;

import io.sluice.bench.mqtt.LoadClient;
import io.sluice.bench.mqtt.LoadClient.Target;
import io.sluice.bench.process.MqttServer;
import io.sluice.gateway.scheduler.ShortTimeSlice;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Those whose acknowledgements must not suffer from what others do. */
final class GoodDevices implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 20;

    private final LoadClient client;
    private long sent;

    /** @param unanswered publishes that were not acknowledged within seconds of the last */
    record Seen(Quantiles quantiles, long sent, long unanswered) {}

    private GoodDevices(LoadClient client) {
        this.client = client;
    }

    static GoodDevices of(MqttServer server) throws Exception {
        Target target = new Target(server.port(false), 1, null, Contestants.LOGIN);
        // The password is hashed once and then known; fifty at once, before, would be more than are hashed at a time.
        LoadClient.connect(target, 1).close();
        // What a client waits for a processor is none of the server's: it, too, preempts who is at longer work.
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            GoodDevices devices = new GoodDevices(LoadClient.connect(target, Pacer.CONNECTIONS));
            devices.client.time();
            return devices;
        }
    }

    void pace(Duration time) {
        sent += Pacer.pace(client, time);
    }

    Seen measure(Duration time) throws Exception {
        long endNanos = System.nanoTime() + time.toNanos();
        return measureUntil(() -> System.nanoTime() >= endNanos);
    }

    /** @param done asked every quarter of a second */
    Seen measureUntil(Callable<Boolean> done) throws Exception {
        awaitAnswers();
        client.takeLatencies();
        long before = sent;
        do {
            pace(STEP);
        } while (!done.call());
        awaitAnswers();
        long[] nanos = client.takeLatencies();
        return new Seen(Quantiles.of(nanos), sent - before, sent - before - nanos.length);
    }

    /** A server that says nothing for a while may be slow, and still answer. */
    private void awaitAnswers() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        while (client.acked() < sent && System.nanoTime() < deadlineNanos) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
