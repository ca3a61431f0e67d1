package io.sluice.simulator;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.mqtt.LinkOptions;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublishTally;
import io.sluice.simulator.mqtt.TelemetryJson;
import io.sluice.simulator.replay.RecordedRow;
import io.sluice.simulator.replay.Recordings;
import io.sluice.simulator.replay.Timeline;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Publishes recorded data as its devices would have, at QoS 1, and waits for every answer. One use. */
public final class Replay {
    private static final int MAX_IN_FLIGHT_A_CONNECTION = 200;
    private static final long STEP_MILLIS = 50;
    private static final long STOPPED_PATIENCE_MILLIS = 5_000;

    private final ReplayOptions options;
    private final Clock clock;
    private final PublishTally tally = new PublishTally();
    private final Semaphore window;
    private final List<DeviceLink> links = new ArrayList<>();
    private final Recordings recordings;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Reads the files.
     *
     * @throws io.sluice.simulator.replay.RecordingException where one is no recording that is known
     */
    public Replay(ReplayOptions options) throws IOException {
        this(options, Clock.systemUTC());
    }

    Replay(ReplayOptions options, Clock clock) throws IOException {
        this.options = options;
        this.clock = clock;
        this.window = new Semaphore(options.maxInFlight());
        this.recordings = Recordings.read(options.files(), options.dialect());
    }

    /**
     * Blocks until every message has its answer, none came for as long as the options allow, or it is stopped.
     *
     * @throws IOException where the broker cannot be reached
     */
    public ReplayReport run() throws IOException, InterruptedException {
        LinkLoops loops = new LinkLoops("replay", 1);
        try {
            connect(loops);
            long startMillis = clock.millis();
            String epoch = "r" + Long.toString(startMillis, Character.MAX_RADIX);
            publishAll(startMillis, epoch);
            return new ReplayReport(
                    recordings.entries().size(),
                    recordings.empty(),
                    recordings.devices(),
                    recordings.hasEpochs() ? null : epoch,
                    startMillis,
                    tally.counts());
        } finally {
            links.forEach(DeviceLink::close);
            loops.close();
        }
    }

    /** From any thread: nothing more is published, and the run ends when what is out has its answers, or soon. */
    public void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void connect(LinkLoops loops) throws IOException, InterruptedException {
        int count = Math.max(1, Math.min(options.connections(), recordings.devices()));
        String run = Long.toString(clock.millis(), Character.MAX_RADIX);
        for (int i = 0; i < count; i++) {
            String clientId = "replay-" + run + "-" + i;
            LinkOptions link = new LinkOptions(
                            options.broker(), clientId, MAX_IN_FLIGHT_A_CONNECTION, options.maxInFlight())
                    .with(options.access());
            DeviceLink connection = loops.link(link, new SplittableRandom(i), (publication, answer) -> {
                tally.settled(publication, answer);
                window.release();
            });
            links.add(connection);
            connection.start();
        }
        if (!await(
                () -> isStopped() || links.stream().allMatch(DeviceLink::isConnected),
                options.connectTimeout().toMillis())) {
            throw new IOException("broker must be reachable within "
                    + options.connectTimeout().toSeconds() + " s at " + options.broker() + ", was not: "
                    + String.join(", ", loops.failures().connects().keySet()));
        }
    }

    private void publishAll(long startMillis, String epoch) throws InterruptedException {
        long silence = options.ackTimeout().toMillis();
        for (Timeline.Entry entry : recordings.entries()) {
            awaitDue(startMillis + (long) Math.floor(entry.dueMillis() / options.speed()));
            boolean hasRoom = acquire(silence);
            if (isStopped()) {
                break;
            }
            if (!hasRoom) {
                return;
            }
            tally.published();
            // The window lets no more out than a link can hold, so it always takes it.
            if (!linkOf(entry.device()).publish(publication(entry, startMillis, epoch))) {
                throw new IllegalStateException("link must hold what the window lets out, did not");
            }
        }
        awaitAnswers(silence);
    }

    private boolean acquire(long silenceMillis) throws InterruptedException {
        boolean has = false;
        for (long waited = 0; !has && waited < silenceMillis && !isStopped(); waited += STEP_MILLIS) {
            has = window.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
        return has;
    }

    /** As long as answers keep coming. */
    private void awaitAnswers(long silenceMillis) throws InterruptedException {
        long open = tally.counts().unacked();
        while (open > 0) {
            long before = open;
            boolean wasStopped = isStopped();
            boolean goesOn = await(
                    () -> tally.counts().unacked() < before || isStopped() != wasStopped,
                    wasStopped ? STOPPED_PATIENCE_MILLIS : silenceMillis);
            if (!goesOn) {
                return;
            }
            open = tally.counts().unacked();
        }
    }

    private void awaitDue(long dueAtMillis) throws InterruptedException {
        long wait = dueAtMillis - clock.millis();
        if (wait > 0) {
            stopped.await(wait, TimeUnit.MILLISECONDS);
        }
    }

    private DeviceLink linkOf(DeviceId device) {
        return links.get(Partitions.of(device, links.size()));
    }

    private Publication publication(Timeline.Entry entry, long startMillis, String epoch) {
        RecordedRow row = entry.row();
        long ts = options.keepTime()
                ? row.tsMillis()
                : startMillis + (long) Math.floor(entry.offsetMillis() / options.speed());
        TelemetryJson json = new TelemetryJson(ts, row.epoch() == null ? epoch : row.epoch(), entry.seq());
        for (int i = 0; i < row.metrics().length; i++) {
            json.number(row.metrics()[i], row.values()[i]);
        }
        return json.publication(entry.device());
    }

    private static boolean await(BooleanSupplier condition, long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }
}
