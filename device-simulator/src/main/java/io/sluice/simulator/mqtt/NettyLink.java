package io.sluice.simulator.mqtt;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A link for fleets: MQTT 5 on an event loop it shares with thousands of others. Everything but the count of what is
 * outstanding is touched by that loop alone. Where the session is clean, a message that is sent again is a new publish:
 * what it says is told apart by its (epoch, seq).
 */
final class NettyLink implements BreakableLink {
    private final EventLoop loop;
    private final LinkOptions options;
    private final PublicationListener listener;
    private final Failures failures;
    private final MannersWriter manners;
    private final MqttConnector connector;
    private final Backoff backoff;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final SendQueue queue;

    private @Nullable MqttConnection connection;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile int takenOver;
    private boolean suspended;
    private boolean dormant;
    private boolean brokenOff;
    /** We know what the broker's session is about; before, one that it has is of somebody else under our name. */
    private boolean knowsSession;

    private boolean wantsCleanStart;

    NettyLink(
            EventLoop loop,
            LinkOptions options,
            @Nullable SocketAddress source,
            SplittableRandom random,
            PublicationListener listener,
            Failures failures) {
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        this.failures = failures;
        this.manners = new MannersWriter(options.manners(), listener, failures);
        this.connector = new MqttConnector(loop, options, source);
        this.backoff = new Backoff(random);
        this.queue = new SendQueue(loop, backoff, this::settle, failures);
        this.wantsCleanStart = options.sessionSeconds() == 0;
    }

    @Override
    public void start() {
        loop.execute(this::connect);
    }

    @Override
    public boolean publish(Publication publication) {
        if (closed) {
            return false;
        }
        if (outstanding.incrementAndGet() > options.maxOutstanding()) {
            outstanding.decrementAndGet();
            return false;
        }
        if (loop.inEventLoop()) {
            queue.add(publication);
        } else {
            loop.execute(() -> queue.add(publication));
        }
        return true;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public int takenOver() {
        return takenOver;
    }

    @Override
    public void reset() {
        loop.execute(() -> {
            if (connection != null) {
                connection.reset();
            }
        });
    }

    @Override
    public void breakOff(Ending how) {
        loop.execute(() -> {
            suspended = true;
            brokenOff = true;
            queue.closed(options.sessionSeconds() > 0);
            if (connection != null) {
                connection.breakOff(how);
            }
        });
    }

    @Override
    public boolean leave() {
        MqttConnection current = connection;
        if (!connected || current == null) {
            return false;
        }
        connected = false;
        queue.closed(options.sessionSeconds() > 0);
        current.leave();
        return true;
    }

    @Override
    public void suspend() {
        loop.execute(() -> {
            suspended = true;
            if (connection != null) {
                connection.reset();
            }
        });
    }

    @Override
    public void resume() {
        loop.execute(() -> {
            suspended = false;
            if (dormant) {
                dormant = false;
                loop.schedule(this::connect, backoff.nextMillis(Setback.LOST), TimeUnit.MILLISECONDS);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(() -> {
            connected = false;
            queue.closed(true);
            if (connection != null && brokenOff) {
                connection.reset();
            } else if (connection != null) {
                connection.disconnect();
            }
        });
    }

    private void connect() {
        if (suspended) {
            dormant = true;
        } else if (!closed) {
            connection = connector.connect(wantsCleanStart, new Events());
        }
    }

    private void settle(Publication publication, Answer answer) {
        outstanding.decrementAndGet();
        listener.settled(publication, answer);
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
                current.disconnect();
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
            } else if (!closed) {
                loop.schedule(NettyLink.this::connect, backoff.nextMillis(setback), TimeUnit.MILLISECONDS);
            }
        }
    }
}
