package io.sluice.simulator.mqtt;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A link for fleets: MQTT 5 on an event loop it shares with thousands of others. Everything but the count of what is
 * outstanding is touched by that loop alone. A session is clean, and a message that is sent again is a new publish:
 * what it says is told apart by its (epoch, seq).
 */
final class NettyLink implements BreakableLink {
    private static final int MAX_PACKET_ID = 65_535;

    private final EventLoop loop;
    private final LinkOptions options;
    private final PublicationListener listener;
    private final MqttConnector connector;
    private final Backoff backoff;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private final Map<Integer, Publication> inFlight = new LinkedHashMap<>();

    private @Nullable MqttConnection connection;
    private volatile boolean connected;
    private volatile boolean closed;
    private boolean paused;
    private int window;
    private int lastPacketId;

    NettyLink(
            EventLoop loop,
            LinkOptions options,
            @Nullable SocketAddress source,
            SplittableRandom random,
            PublicationListener listener) {
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        this.connector = new MqttConnector(loop, options, source);
        this.backoff = new Backoff(random);
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
            enqueue(publication);
        } else {
            loop.execute(() -> enqueue(publication));
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
    public void reset() {
        loop.execute(() -> {
            if (connection != null) {
                connection.reset();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(() -> {
            connected = false;
            if (connection != null) {
                connection.disconnect();
            }
        });
    }

    private void enqueue(Publication publication) {
        waiting.add(publication);
        drain();
    }

    private void connect() {
        if (!closed) {
            connection = connector.connect(new Events());
        }
    }

    private void drain() {
        MqttConnection current = connection;
        if (!connected || paused || current == null) {
            return;
        }
        boolean wrote = false;
        while (inFlight.size() < window) {
            Publication next = waiting.poll();
            if (next == null) {
                break;
            }
            int packetId = freePacketId();
            inFlight.put(packetId, next);
            current.write(next, packetId);
            wrote = true;
        }
        if (wrote) {
            current.flush();
        }
    }

    private int freePacketId() {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }

    private void settle(Publication publication, Answer answer) {
        outstanding.decrementAndGet();
        listener.settled(publication, answer);
    }

    /** Nothing overtakes a message that is to be sent again: the whole link waits. */
    private void pauseWith(Publication publication) {
        waiting.addFirst(publication);
        paused = true;
        loop.schedule(
                () -> {
                    paused = false;
                    drain();
                },
                backoff.nextMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Calls of the connection, on the loop. */
    private final class Events implements MqttConnection.Events {

        @Override
        public void connected(int receiveMaximum) {
            connected = true;
            window = Math.min(options.maxInFlight(), receiveMaximum);
            backoff.reset();
            drain();
        }

        @Override
        public void acknowledged(int packetId, int reasonCode) {
            Publication publication = inFlight.remove(packetId);
            if (publication == null) {
                return;
            }
            Answer answer = Answer.of(reasonCode);
            if (answer == Answer.SLOW_DOWN) {
                pauseWith(publication);
            } else {
                settle(publication, answer);
                drain();
            }
        }

        @Override
        public void lost() {
            connected = false;
            List<Publication> unanswered = new ArrayList<>(inFlight.values());
            inFlight.clear();
            for (int i = unanswered.size() - 1; i >= 0; i--) {
                waiting.addFirst(unanswered.get(i));
            }
            if (!closed) {
                loop.schedule(NettyLink.this::connect, backoff.nextMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
