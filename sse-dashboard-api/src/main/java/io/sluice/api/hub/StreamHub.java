package io.sluice.api.hub;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.RollupStore;
import io.sluice.api.history.TierStore;
import io.sluice.api.ledger.LedgerBook;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends every viewer what it asked for. {@link #run} does what is due and says when to come back; {@link HubLoop} calls
 * it from one thread. Viewers join from any thread.
 */
public final class StreamHub {
    static final long HEARTBEAT_MILLIS = 15_000;
    static final long STALL_MILLIS = 30_000;

    private static final long TICK_MILLIS = 1_000;
    private static final int LEAST_RETRY_MILLIS = 1_000;
    private static final int RETRY_JITTER_MILLIS = 2_000;
    /** A viewer that is turned away should not come back at once. */
    private static final int LIMIT_RETRY_MILLIS = 15_000;

    private final RollupStore rollups;
    private final DeviceRegistry devices;
    private final LedgerBook ledger;
    private final Clock clock;
    private final StreamObserver observer;
    private final int maxViewers;
    private final String version;
    private final Map<StreamGroup.Key, StreamGroup> groups = new ConcurrentHashMap<>();
    private final AtomicInteger viewers = new AtomicInteger();
    private long tickedMillis = -TICK_MILLIS;
    private volatile boolean isClosing;

    public StreamHub(
            RollupStore rollups,
            DeviceRegistry devices,
            LedgerBook ledger,
            Clock clock,
            StreamObserver observer,
            int maxViewers,
            String version) {
        this.rollups = rollups;
        this.devices = devices;
        this.ledger = ledger;
        this.clock = clock;
        this.observer = observer;
        this.maxViewers = maxViewers;
        this.version = version;
    }

    public int viewers() {
        return viewers.get();
    }

    /** Greets the viewer and keeps it until it leaves, or turns it away with a {@code bye}. */
    public void join(StreamRequest request, Outlet outlet) {
        if (isClosing) {
            turnAway(outlet, bye("shutdown", retryMillis()));
        } else if (viewers.incrementAndGet() > maxViewers) {
            viewers.decrementAndGet();
            turnAway(outlet, bye("limit", LIMIT_RETRY_MILLIS + retryMillis()));
        } else {
            Viewer viewer = newViewer(request, outlet);
            viewer.pump();
            if (isClosing) {
                viewer.sayBye(bye("shutdown", retryMillis()));
            }
        }
    }

    private Viewer newViewer(StreamRequest request, Outlet outlet) {
        TierStore store = rollups.tier(request.tier());
        StreamGroup group = reserve(
                new StreamGroup.Key(request.tier(), request.filter(), request.frameMillis(), request.form()), store);
        Resumption resumption = Resumption.of(store, request);
        Viewer viewer = new Viewer(group, resumption, outlet, clock::millis, this::left);
        viewer.greet(hello(resumption.outcome()));
        if (resumption.isReset()) {
            viewer.greet(group.rollups().snapshot(clock.millis()));
        }
        // Frames made since the cursors were taken are found by the first pump.
        group.viewers().add(viewer);
        return viewer;
    }

    private StreamGroup reserve(StreamGroup.Key key, TierStore store) {
        return groups.compute(key, (k, existing) -> {
            StreamGroup group = existing == null ? newGroup(key, store) : existing;
            group.reserve();
            return group;
        });
    }

    private void left(Viewer viewer) {
        viewers.decrementAndGet();
        viewer.group().viewers().remove(viewer);
        groups.computeIfPresent(viewer.group().key(), (key, group) -> group.release() ? null : group);
    }

    private StreamGroup newGroup(StreamGroup.Key key, TierStore store) {
        return new StreamGroup(
                key,
                new RollupTrack(store, key.filter(), key.form(), observer),
                new DeviceTrack(devices, key.filter()),
                new LedgerTrack(ledger, key.filter()));
    }

    private static void turnAway(Outlet outlet, ByteBuffer bye) {
        outlet.write(bye, true, new Outlet.Completion() {
            @Override
            public void done() {}

            @Override
            public void failed(Throwable cause) {}
        });
    }

    /**
     * Does what is due; when it wants to be called again, at the latest. Whatever waits here measures how far off the
     * clock is either way: one that goes back must not stop it until it has caught up.
     */
    public long run(long nowMillis) {
        long next = nowMillis + TICK_MILLIS;
        for (StreamGroup group : groups.values()) {
            next = Math.min(next, group.run(nowMillis));
        }
        if (Math.abs(nowMillis - tickedMillis) >= TICK_MILLIS) {
            tickedMillis = nowMillis;
            devices.tick(nowMillis);
            groups.values().forEach(group -> group.viewers().forEach(this::keepAlive));
        }
        return next;
    }

    private void keepAlive(Viewer viewer) {
        if (!viewer.keepAlive(HEARTBEAT_MILLIS, STALL_MILLIS)) {
            observer.stalled();
        }
    }

    /** Says goodbye to everyone and takes nobody in any more. */
    public void sayBye() {
        isClosing = true;
        groups.values()
                .forEach(group -> group.viewers().forEach(viewer -> viewer.sayBye(bye("shutdown", retryMillis()))));
    }

    /** Gives up those who have not taken their goodbye. */
    public void abortAll() {
        groups.values().forEach(group -> group.viewers().forEach(viewer -> viewer.abort("shutdown")));
    }

    private ByteBuffer hello(String resume) {
        String retry = "retry: " + retryMillis() + "\n\n";
        return EventText.ascii(retry + "event: hello\ndata: {\"version\":\"" + version + "\",\"resume\":\"" + resume
                + "\",\"now\":" + clock.millis() + "}\n\n");
    }

    private static ByteBuffer bye(String reason, int retryMillis) {
        return EventText.ascii("retry: " + retryMillis + "\nevent: bye\ndata: {\"reason\":\"" + reason + "\",\"retry\":"
                + retryMillis + "}\n\n");
    }

    /** Spread, so that the viewers of a replica that goes do not all come to the next one at once. */
    private static int retryMillis() {
        return LEAST_RETRY_MILLIS + ThreadLocalRandom.current().nextInt(RETRY_JITTER_MILLIS);
    }
}
