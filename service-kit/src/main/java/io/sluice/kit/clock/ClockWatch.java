package io.sluice.kit.clock;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the wall clock went back, as a clock that was ahead does when it is corrected: once for each time. For
 * whoever measures by the wall clock, as Kafka's clients do: they wait until it has caught up with what they have seen.
 *
 * <p>Looks from a daemon thread of its own, which is woken by elapsed time and so never waits for the clock it watches;
 * what hangs on the clock would not get to look. {@link #close} ends it and waits for nothing.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    /**
     * Shorter is not worth a new beginning: who waits so long still sends a heartbeat (every 2 s) within the session
     * timeout (6 s).
     */
    static final long TOLERATED_MILLIS = 2_000;

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Clock clock;
    private final Runnable wentBack;
    private final ScheduledExecutorService thread;
    private long highestMillis;

    /** @param wentBack called from the watch's thread */
    public ClockWatch(String name, Clock clock, Runnable wentBack) {
        this.clock = clock;
        this.wentBack = wentBack;
        this.highestMillis = clock.millis();
        this.thread = Executors.newSingleThreadScheduledExecutor(look -> {
            Thread watching = new Thread(look, name + "-clock");
            watching.setDaemon(true);
            return watching;
        });
    }

    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Against the highest of all that was seen: many small steps back are as bad as a large one. */
    void look() {
        long now = clock.millis();
        long behind = highestMillis - now;
        if (behind <= TOLERATED_MILLIS) {
            highestMillis = Math.max(highestMillis, now);
            return;
        }
        highestMillis = now;
        log.atWarn().addKeyValue("by", Duration.ofMillis(behind)).log("the wall clock went back");
        try {
            wentBack.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the wall clock went back, and what hangs on it could not begin anew");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
