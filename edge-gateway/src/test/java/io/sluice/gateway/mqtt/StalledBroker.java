package io.sluice.gateway.mqtt;

import io.moquette.broker.Server;
import io.moquette.broker.SessionRegistry;
import io.sluice.gateway.mqtt.connect.Admission;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds all session loops of a front's Moquette until it is closed, as a storm of clients does; it looks inside too.
 */
public final class StalledBroker implements AutoCloseable {
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final BlockingQueue<FutureTask<String>>[] queues;

    @SuppressWarnings("unchecked") // Moquette's own field
    public StalledBroker(FrontFixture fixture) throws Exception {
        queues = (BlockingQueue<FutureTask<String>>[]) inside(inside(registry(fixture), "loopsGroup"), "sessionQueues");
        CountDownLatch stalled = new CountDownLatch(queues.length);
        for (BlockingQueue<FutureTask<String>> queue : queues) {
            queue.put(new FutureTask<>(() -> {
                stalled.countDown();
                resumed.await();
                return "";
            }));
        }
        stalled.await();
    }

    /** From now on no loop takes anything more. */
    public StalledBroker filled() {
        for (BlockingQueue<FutureTask<String>> queue : queues) {
            boolean isTaken;
            do {
                isTaken = queue.offer(new FutureTask<>(() -> ""));
            } while (isTaken);
        }
        return this;
    }

    public int commandsQueued() {
        return Stream.of(queues).mapToInt(BlockingQueue::size).sum();
    }

    @Override
    public void close() {
        resumed.countDown();
    }

    /** What Moquette believes of a session, null where it has none. */
    public static @Nullable String status(FrontFixture fixture, String session) throws Exception {
        Object known = ((Map<?, ?>) inside(registry(fixture), "pool")).get(session);
        return known == null ? null : inside(known, "status").toString();
    }

    private static SessionRegistry registry(FrontFixture fixture) throws Exception {
        Server server = (Server) inside(inside(inside(fixture, "front"), "broker"), "server");
        return (SessionRegistry) inside(server, "sessions");
    }

    public static Admission admission(FrontFixture fixture) throws Exception {
        return (Admission) inside(inside(fixture, "front"), "admission");
    }

    private static Object inside(Object owner, String name) throws Exception {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
