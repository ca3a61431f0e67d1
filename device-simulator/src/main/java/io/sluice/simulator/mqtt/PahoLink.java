package io.sluice.simulator.mqtt;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link through Eclipse Paho's MQTT 5 client, the reference that our own must agree with. One publication at a time,
 * on one thread of its own (a virtual one where the JDK has them; Paho starts further ones): for a few devices, not for
 * a fleet.
 */
public final class PahoLink implements DeviceLink {
    private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);
    private static final long AWAY_MILLIS = 20;

    private final LinkOptions options;
    private final PublicationListener listener;
    private final PahoConnection connection;
    private final Backoff backoff;
    private final BlockingQueue<Publication> waiting;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private volatile boolean suspended;

    public PahoLink(LinkOptions options, SplittableRandom random, PublicationListener listener, Failures failures) {
        this.options = options;
        this.listener = listener;
        this.connection = new PahoConnection(options, failures, () -> closed);
        this.backoff = new Backoff(random);
        this.waiting = new ArrayBlockingQueue<>(options.maxOutstanding());
    }

    @Override
    public void start() {
        thread = LightThread.start("paho-" + options.clientId(), this::run);
    }

    @Override
    public boolean publish(Publication publication) {
        outstanding.incrementAndGet();
        if (!closed && waiting.offer(publication)) {
            return true;
        }
        outstanding.decrementAndGet();
        return false;
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public void suspend() {
        suspended = true;
    }

    @Override
    public void resume() {
        suspended = false;
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(PahoConnection.ANSWERED_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (suspended) {
                    connection.discard();
                    TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
                    continue;
                }
                Publication publication = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (publication == null) {
                    tryConnect();
                } else {
                    deliver(publication);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.discard();
        }
    }

    private void tryConnect() throws InterruptedException {
        try {
            connection.open();
        } catch (MqttException e) {
            failed(e);
        }
    }

    /** Until it has an answer that is final, or the link is closed. */
    private void deliver(Publication publication) throws InterruptedException {
        while (!closed) {
            if (suspended) {
                connection.discard();
                TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
                continue;
            }
            Answer answer = send(publication);
            if (answer == Answer.ACKED || answer == Answer.REFUSED) {
                outstanding.decrementAndGet();
                listener.settled(publication, answer);
                backoff.reset();
                return;
            }
            if (answer == Answer.SLOW_DOWN) {
                TimeUnit.MILLISECONDS.sleep(backoff.nextMillis(Setback.LOST));
            }
        }
    }

    private @Nullable Answer send(Publication publication) throws InterruptedException {
        try {
            return connection.send(publication);
        } catch (MqttException e) {
            failed(e);
            return null;
        }
    }

    private void failed(MqttException e) throws InterruptedException {
        LOG.atDebug().addKeyValue("client", options.clientId()).setCause(e).log("Connection failed");
        connection.discard();
        TimeUnit.MILLISECONDS.sleep(backoff.nextMillis(connection.setback()));
    }
}
