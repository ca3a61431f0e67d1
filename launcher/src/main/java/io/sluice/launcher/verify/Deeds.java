package io.sluice.launcher.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * What was done, and what came of it where that can be seen without a guess: devices that were told of a takeover, and
 * whether a process lived on without a disk or with a wrong clock.
 */
final class Deeds {
    /** @param did empty where nobody can tell */
    record Deed(Fault fault, String did) {}

    private final LongSupplier takenOver;
    private final ToIntFunction<String> ends;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Fault, Long> before = new HashMap<>();
    private final Map<Fault, String> did = new HashMap<>();

    /**
     * @param takenOver how often a device was told that another connection came under its name
     * @param ends how often a process has ended by itself
     */
    Deeds(LongSupplier takenOver, ToIntFunction<String> ends) {
        this.takenOver = takenOver;
        this.ends = ends;
    }

    void begun(Fault fault) {
        if (fault.kind() == FaultKind.TAKEOVER) {
            faults.stream()
                    .filter(earlier -> earlier.kind() == FaultKind.TAKEOVER)
                    .forEach(this::over);
        }
        faults.add(fault);
        before.put(fault, count(fault));
    }

    /** It could not be done. */
    void withdrawn(Fault fault) {
        faults.remove(fault);
    }

    /** What comes from now on is not its doing. A takeover lasts until the next one, since devices are told late. */
    void over(Fault fault) {
        long came = count(fault) - before.getOrDefault(fault, 0L);
        String word = switch (fault.kind()) {
            case TAKEOVER -> came + " taken over";
            case DISK_FULL, CLOCK_JUMP -> came == 0 ? "lived" : "ended";
            default -> "";
        };
        did.putIfAbsent(fault, word);
    }

    private long count(Fault fault) {
        return switch (fault.kind()) {
            case TAKEOVER -> takenOver.getAsLong();
            case DISK_FULL, CLOCK_JUMP -> ends.applyAsInt(fault.process());
            default -> 0;
        };
    }

    /** In the order they began in. */
    List<Deed> list() {
        faults.forEach(this::over);
        return faults.stream()
                .map(fault -> new Deed(fault, did.getOrDefault(fault, "")))
                .toList();
    }
}
