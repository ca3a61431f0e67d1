package io.sluice.launcher.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which faults come when: a function of name, seed, duration and processes; or read from a file. What this machine
 * cannot do is left out of a plan with a name, and all else stays as it is and when it is.
 */
public final class FaultPlan {
    /** Of the run's time: the first comes once all talk, and after the last there is time to heal. */
    private static final double FIRST = 0.07;

    private static final double LAST = 0.85;

    private FaultPlan() {}

    /**
     * @param name {@code none}, {@code connections}, {@code kill-everything}, {@code everything}, or a file
     * @throws IllegalArgumentException where it is none of them, or the file or what it names is not right
     */
    public static List<Fault> of(String name, long seed, Duration time, FaultTargets targets) throws IOException {
        SeededFaults seeded = new SeededFaults(seed, time);
        return switch (name) {
            case "none" -> List.of();
            case "connections" -> spread(seeded.connections(), seed, time);
            case "kill-everything" -> spread(seeded.kills(required(targets, name)), seed, time);
            case "everything" -> possible(spread(seeded.everything(required(targets, name)), seed, time), targets);
            default -> fromFile(name, time, targets);
        };
    }

    private static List<Fault> possible(List<Fault> faults, FaultTargets targets) {
        return faults.stream().filter(fault -> targets.allow(fault.kind())).toList();
    }

    private static List<String> required(FaultTargets targets, String name) {
        if (targets.processes().isEmpty()) {
            throw new IllegalArgumentException("faults must be none, connections or a file without --processes, was "
                    + name + ": in one JVM there is nothing to kill");
        }
        return targets.processes();
    }

    private static List<Fault> spread(List<Fault> faults, long seed, Duration time) {
        Random random = new Random(~seed);
        double step = (LAST - FIRST) / Math.max(1, faults.size());
        List<Fault> spread = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            double when = FIRST + step * (i + random.nextDouble() / 2);
            spread.add(faults.get(i).at(Duration.ofMillis((long) (when * time.toMillis()))));
        }
        return spread;
    }

    private static List<Fault> fromFile(String name, Duration time, FaultTargets targets) throws IOException {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "faults must be none, connections, kill-everything, everything or a file, was " + name);
        }
        List<Fault> faults = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceAll("#.*", "").strip();
            if (!text.isEmpty()) {
                faults.add(FaultLine.parse(i + 1, text, time, targets));
            }
        }
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }
}
