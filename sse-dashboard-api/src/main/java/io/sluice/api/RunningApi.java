package io.sluice.api;

import io.sluice.api.http.HttpDoor;
import io.sluice.api.hub.HubLoop;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.kafka.KafkaFeed;
import io.sluice.kit.clock.ClockWatch;
import io.sluice.kit.health.HealthState;
import java.util.concurrent.TimeUnit;

/** What runs of the API, the order in which it is started and closed, and how it is. */
record RunningApi(ClockWatch clock, KafkaFeed feed, StreamHub hub, HubLoop loop, HttpDoor door) {
    private static final long GOODBYE_MILLIS = 1_000;

    void start() throws Exception {
        door.start();
        loop.start();
        feed.start();
        clock.start();
    }

    HealthState alive() {
        if (!feed.isAlive()) {
            return HealthState.down("a reader of Kafka died");
        }
        return loop.isAlive() && door.isRunning() ? HealthState.up() : HealthState.down("the server stopped");
    }

    HealthState ready() {
        return feed.isCaughtUp() ? alive() : HealthState.down("still reading what Kafka holds");
    }

    /** Says {@code bye} to every viewer, then stops listening and reading. */
    void close() {
        clock.close();
        hub.sayBye();
        awaitGoodbyes();
        hub.abortAll();
        door.close();
        loop.close();
        feed.close();
    }

    private void awaitGoodbyes() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MILLIS);
        try {
            while (hub.viewers() > 0 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
