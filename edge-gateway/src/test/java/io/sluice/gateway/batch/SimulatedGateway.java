package io.sluice.gateway.batch;

import io.sluice.gateway.spool.CorruptSpoolException;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's lives in one thread: its gate, spool, batcher and mark over a disk, a Kafka and a clock of ours, with
 * devices that send again what was not acknowledged. Each life but the last ends in a way that chance chooses.
 */
final class SimulatedGateway {
    static final int PARTITIONS = 3;
    private static final int DEVICES = 5;
    private static final int LIVES = 4;

    /** How a life ends. */
    enum End {
        /** The machine loses what was not forced; Kafka, where it runs on it, what it had in its page cache. */
        POWER_CUT,
        KILLED,
        /**
         * The process goes on for a while, so as to drain what is durable, and is started again; Kafka's page cache may
         * be gone as well, where it is on the same disk.
         */
        FORCE_FAILED,
        STOPPED
    }

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final UnreliableKafka kafka;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final SimulatedMortals mortals;
    private final List<End> ends = new ArrayList<>();
    private MemoryFiles files = new MemoryFiles();
    private @Nullable SimulatedLife living;

    SimulatedGateway(long seed) {
        random = new Random(seed);
        kafka = new UnreliableKafka(random, clock, PARTITIONS);
        mortals = new SimulatedMortals(random, acknowledged);
        for (int d = 0; d < DEVICES; d++) {
            devices.add(new SimulatedDevice(random, new DeviceMessages(random, d), acknowledged));
        }
    }

    private SimulatedLife life() {
        return Objects.requireNonNull(living);
    }

    /** Lives and dies; then everything is reliable, and what is left is delivered. */
    void run() throws IOException {
        living = new SimulatedLife(files, clock, kafka, random);
        for (int i = random.nextInt(LIVES); i >= 0; i--) {
            End end = End.values()[random.nextInt(End.values().length)];
            ends.add(end);
            plan(end);
            try {
                live(50 + random.nextInt(200), end);
            } catch (MemoryFiles.Crash e) {
                // As planned.
            }
            beginAgain(end);
        }
        kafka.becomeReliable();
        plan(End.STOPPED);
        for (SimulatedDevice device : devices) {
            device.publish(life().front(), clock.wallMillis()); // whatever was before, it is served
        }
        mortals.die();
        settle(this::isAllOver);
        life().stop();
        if (!isAllOver()) {
            throw new AssertionError("everything must be drained, was at " + life().mark());
        }
    }

    private void plan(End end) {
        files.failForceAfter(Long.MAX_VALUE / 2, random);
        files.crashAfter(Long.MAX_VALUE);
        switch (end) {
            case POWER_CUT, KILLED -> files.crashAfter(random.nextInt(60));
            case FORCE_FAILED -> files.failForceAfter(random.nextInt(25), random);
            case STOPPED -> {}
        }
    }

    private void live(int steps, End end) throws IOException {
        for (int i = 0; i < steps && life().isWell(); i++) {
            step();
        }
        if (end == End.STOPPED) {
            settle(this::isSettled);
            life().stop();
        } else if (!life().isWell()) {
            for (int i = random.nextInt(40); i > 0; i--) {
                drainStep();
            }
            files.fill(false);
            life().keep();
        }
    }

    private void step() throws IOException {
        switch (random.nextInt(17)) {
            case 16 -> mortals.step(life().front());
            case 0, 1 -> device().publish(life().front(), clock.wallMillis());
            case 2, 3, 4, 5, 6, 7, 8 -> device().step(life().front());
            case 9, 10 -> life().write();
            case 11 -> life().pass(Duration.ofMillis(random.nextInt(20)));
            default -> drainStep();
        }
    }

    private void drainStep() throws IOException {
        switch (random.nextInt(16)) {
            case 0 -> life().pass(Duration.ofMillis(random.nextInt(8_000)));
            case 1 -> life().keep();
            case 2 -> files.fill(random.nextInt(4) == 0);
            case 3, 4, 5, 6, 7 -> life().drain();
            default -> kafka.progress();
        }
    }

    private SimulatedDevice device() {
        return devices.get(random.nextInt(devices.size()));
    }

    private void settle(BooleanSupplier isOver) throws IOException {
        files.fill(false);
        life().flush();
        for (int i = 0; i < 20_000 && !isOver.getAsBoolean(); i++) {
            devices.forEach(device -> device.settle(life().front()));
            life().write();
            life().pass(Duration.ofMillis(500));
            life().drain();
            kafka.progress();
            if (i % 10 == 0) {
                life().keep();
            }
        }
    }

    private boolean isSettled() {
        return life().isDrained() && devices.stream().allMatch(SimulatedDevice::isIdle);
    }

    private boolean isAllOver() {
        return isSettled() && life().hasBuried();
    }

    private void beginAgain(End end) throws IOException {
        devices.forEach(SimulatedDevice::gatewayDied);
        mortals.gatewayDied();
        while (true) {
            if (end == End.POWER_CUT) {
                clock.cutPower();
                files = files.afterCrash(random);
            } else {
                files = files.afterKill(random);
            }
            boolean isDiskIll = end == End.FORCE_FAILED && !life().isWell();
            if ((end == End.POWER_CUT || isDiskIll) && random.nextBoolean()) {
                kafka.crashWithTheMachine();
            } else {
                kafka.gatewayDied();
            }
            plan(random.nextInt(4) == 0 ? end : End.STOPPED); // also while it starts
            try {
                living = new SimulatedLife(files, clock, kafka, random);
                return;
            } catch (CorruptSpoolException e) {
                throw new AssertionError("a spool must be read again after " + ends + ", was not", e);
            } catch (IOException | MemoryFiles.Crash e) {
                continue; // whoever started it starts it again
            }
        }
    }

    UnreliableKafka kafka() {
        return kafka;
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    /** The names of messages that were stored more often than they were sent anew. */
    List<String> storedTooOften(Arrived arrived) {
        List<String> found = new ArrayList<>();
        Stream.concat(devices.stream().map(SimulatedDevice::storable), Stream.of(mortals.storable()))
                .forEach(storable -> storable.forEach((name, times) -> {
                    if (arrived.copies(name) > times) {
                        found.add(name + ": " + arrived.copies(name) + " instead of " + times);
                    }
                }));
        return found;
    }

    String spoolId() {
        return life().spoolId();
    }

    Map<String, String> ledger() {
        return life().ledger();
    }

    @Override
    public String toString() {
        return "lives that ended in " + ends;
    }
}
