package io.sluice.launcher.verify;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches one tier's stream to the end. It holds the highest revision of each window that it is told of: in the end
 * what history holds.
 */
final class StreamWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Tier tier;
    private final FleetHistory truth;
    private final HeldWindows held = new HeldWindows();
    private final TierViewer viewer;
    private final Thread thread;
    private volatile boolean closed;
    private volatile String cause = "";

    /** @param truth whose devices there are */
    StreamWatch(String url, Tier tier, PublicWindows history, FleetHistory truth, InstantSource clock) {
        this.tier = tier;
        this.truth = truth;
        this.viewer = new TierViewer(url, tier, history, truth, clock, held);
        this.thread = new Thread(this::run, "stream-watch-" + tier.label());
        thread.setDaemon(true);
    }

    /** Once, however often it is asked for. */
    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    viewer.follow();
                } catch (IOException e) {
                    // The API is away; it is asked again.
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException | RuntimeException e) {
            cause = e.toString();
        }
    }

    /** How often it was told that it had missed something, and asked history. */
    int resets() {
        return viewer.resets();
    }

    /** See {@link TierViewer#stay}. */
    void stay() {
        viewer.stay();
    }

    /** See {@link TierViewer#live}. */
    int live() {
        return viewer.live();
    }

    /**
     * Where what is held of a device differs from history, either way, and where it was told two contents of a
     * revision.
     *
     * @param told its windows in the tier, by metric and start
     * @param endedMillis windows that end later are not compared: what one was told of last, the other may not yet
     */
    List<Finding> compare(DeviceId device, Map<String, Map<Long, ObservedWindow>> told, long endedMillis) {
        Stream<Finding> differences = held.compare(device, told).stream()
                .filter(each -> each.start() + tier.widthMillis() <= endedMillis)
                .map(each -> differs(
                        device.toString(),
                        where(each),
                        "the stream holds " + shown(each.held()) + ", history " + shown(each.told())));
        Stream<Finding> contradictions = held.contradictions(device).stream()
                .map(each -> differs(
                        device.toString(),
                        where(each) + " told twice",
                        "a revision must have one content, was told as " + shown(each.held()) + ", then as "
                                + shown(each.told())));
        return Stream.concat(differences, contradictions).toList();
    }

    private String where(HeldWindows.Difference difference) {
        return difference.metric() + " " + tier.label() + " " + difference.start();
    }

    /**
     * Devices that it was told of and that are none of the fleet's; resumptions that were refused, which all were owed;
     * and its own end, where it has come.
     */
    List<Finding> compareAll() {
        List<Finding> findings = new ArrayList<>();
        Set<DeviceId> strangers = new HashSet<>(held.devices());
        strangers.removeAll(truth.devices());
        strangers.forEach(device -> findings.add(
                differs(device.toString(), tier.label(), "the stream holds windows of a device that nobody is")));
        if (viewer.resets() > 0) {
            findings.add(differs("*", "viewer " + tier.label(), "must be resumed each time, was told to begin anew"));
        }
        if (thread.getState() != Thread.State.NEW && viewer.connections() == 0) {
            findings.add(differs("*", "viewer " + tier.label(), "must be greeted, never was"));
        }
        if (thread.getState() == Thread.State.TERMINATED) {
            findings.add(differs("*", "viewer " + tier.label(), "must watch to the end, was ended by " + cause));
        }
        return findings;
    }

    private Finding differs(String device, String where, String detail) {
        String after = ", after " + viewer.connections() + " connections and " + viewer.resets() + " resets";
        return new Finding(Kind.STREAM_DIFFERS, device, "", 0, where, detail + after, "");
    }

    private static Object shown(@Nullable ObservedWindow window) {
        return window == null ? "nothing" : window;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
