package io.sluice.simulator.mqtt;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A link's connections, one after the other: when there is one, what goes out on it, and when the next is tried for.
 * Confined to the link's loop, but for what says that it is for any thread.
 */
final class ConnectionCycle {
    private final EventLoop loop;
    private final LinkOptions options;
    private final Failures failures;
    private final BooleanSupplier isClosed;
    private final MannersWriter manners;
    private final MqttConnector connector;
    private final Backoff backoff;
    private final SendQueue queue;

    private @Nullable MqttConnection connection;
    private volatile boolean connected;
    private volatile int takenOver;
    private boolean suspended;
    private boolean dormant;
    private boolean brokenOff;
    /** We know what the broker's session is about; before, one that it has is of somebody else under our name. */
    private boolean knowsSession;

    private boolean wantsCleanStart;

    /**
     * @param source where connections come from, null for what the system picks
     * @param isClosed the link is: no connection is opened any more
     */
    ConnectionCycle(
            EventLoop loop,
            LinkOptions options,
            @Nullable SocketAddress source,
            SplittableRandom random,
            PublicationListener listener,
            Failures failures,
            BooleanSupplier isClosed) {
        this.loop = loop;
        this.options = options;
        this.failures = failures;
        this.isClosed = isClosed;
        this.manners = new MannersWriter(options.manners(), listener, failures);
        this.connector = new MqttConnector(loop, options, source);
        this.backoff = new Backoff(random);
        this.queue = new SendQueue(loop, backoff, listener::settled, failures);
        this.wantsCleanStart = options.sessionSeconds() == 0;
    }

    /** From any thread. */
    boolean isConnected() {
        return connected;
    }

    /** From any thread. */
    int takenOver() {
        return takenOver;
    }

    void send(Publication publication) {
        queue.add(publication);
    }

    void connect() {
        if (suspended) {
            dormant = true;
        } else if (!isClosed.getAsBoolean()) {
            connection = connector.connect(wantsCleanStart, new Events());
        }
    }

    void reset() {
        if (connection != null) {
            connection.departure().reset();
        }
    }

    void breakOff(Ending how) {
        suspended = true;
        brokenOff = true;
        queue.closed(options.sessionSeconds() > 0);
        if (connection != null) {
            connection.departure().breakOff(how);
        }
    }

    boolean leave() {
        MqttConnection current = connection;
        if (!connected || current == null) {
            return false;
        }
        connected = false;
        queue.closed(options.sessionSeconds() > 0);
        current.departure().leave();
        return true;
    }

    void suspend() {
        suspended = true;
        reset();
    }

    void resume() {
        suspended = false;
        if (dormant) {
            dormant = false;
            loop.schedule(this::connect, backoff.nextMillis(Setback.LOST), TimeUnit.MILLISECONDS);
        }
    }

    void close() {
        connected = false;
        queue.closed(true);
        if (connection != null && brokenOff) {
            connection.departure().reset();
        } else if (connection != null) {
            connection.departure().disconnect();
        }
    }

    /** Calls of the connection, on the loop. */
    private final class Events implements ConnectionEvents {

        @Override
        public void connected(BrokerLimits limits, boolean sessionPresent) {
            MqttConnection current = connection;
            if (current == null) {
                return;
            }
            if (sessionPresent && !knowsSession) {
                // Its packet ids would be taken for ours (MQTT 5, 3.2.2.1.1).
                wantsCleanStart = true;
                current.departure().disconnect();
                return;
            }
            connected = true;
            knowsSession = true;
            wantsCleanStart = options.sessionSeconds() == 0;
            manners.greet(current.writer());
            queue.opened(current.writer(), Math.min(options.maxInFlight(), limits.receiveMaximum()), sessionPresent);
        }

        @Override
        public void received(int packetId) {
            queue.received(packetId);
        }

        @Override
        public void acknowledged(int packetId, int reasonCode, String said) {
            queue.answered(packetId, reasonCode, said);
        }

        @Override
        public void writable() {
            queue.drain();
        }

        @Override
        public void commanded(byte[] command) {
            if (connection != null) {
                manners.reply(connection.writer(), command);
            }
        }

        @Override
        public void failed(ConnectFailure failure) {
            failures.connect(options.clientId(), failure);
        }

        @Override
        public void broken() {
            failures.lost();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
        public void lost(Setback setback) {
            connected = false;
            connection = null;
            if (setback == Setback.TAKEN_OVER) {
                takenOver++;
            }
            queue.closed(options.sessionSeconds() > 0);
            if (suspended) {
                dormant = true;
            } else if (!isClosed.getAsBoolean()) {
                loop.schedule(ConnectionCycle.this::connect, backoff.nextMillis(setback), TimeUnit.MILLISECONDS);
            }
        }
    }
}
