package io.sluice.gateway.scheduler;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that the caller starts before this is closed, and theirs, get the processor as soon as there is something for
 * them to do, also from one that is in the middle of its time slice: the JVM's compilers, which came before the gateway
 * did, or another process. By itself Linux lets who runs finish its slice, of up to 3 ms on two processors, whatever
 * its nice value, and acknowledgements wait (docs/benchmarks.md).
 *
 * <p>By {@code sched_setattr(2)}: since Linux 6.12 a thread may ask for a slice of its own, and one that wakes up with
 * a shorter one preempts. It takes no rights. Elsewhere nothing changes. For one thread.
 */
public final class ShortTimeSlice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShortTimeSlice.class);
    /** Shorter than the system's. With the shortest there is (100 µs) full load costs more, and nobody waits less. */
    static final long NANOS = 500_000;

    private static final AtomicBoolean isTold = new AtomicBoolean();

    private final boolean isSet;

    private ShortTimeSlice(boolean isSet) {
        this.isSet = isSet;
    }

    public static ShortTimeSlice begin() {
        return new ShortTimeSlice(set(NANOS));
    }

    /** The caller itself has the system's again. */
    @Override
    public void close() {
        if (isSet) {
            set(0);
        }
    }

    private static boolean set(long nanos) {
        try (Memory attributes = SchedulerCalls.attributes()) {
            attributes.setLong(SchedulerCalls.RUNTIME_AT, nanos);
            SchedulerCalls.setAttributes(attributes);
            return true;
        } catch (LastErrorException | UnsupportedOperationException | LinkageError e) {
            if (isTold.compareAndSet(false, true)) {
                log.atInfo()
                        .addKeyValue("reason", e.toString())
                        .log("threads keep the system's time slices: acknowledgements may wait for a processor longer");
            }
            return false;
        }
    }

    /** Of the calling thread; 0 where it is the system's. */
    static long nanos() {
        try (Memory attributes = SchedulerCalls.attributes()) {
            return attributes.getLong(SchedulerCalls.RUNTIME_AT);
        }
    }
}
