package io.sluice.launcher.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which faults come when: a function of name, seed, duration and processes; or read from a file. */
public final class FaultPlan {
    private static final Pattern LINE =
            Pattern.compile("(\\d+)s\\s+(kill|pause|reset)\\s+(\\S+)(?:\\s+(\\d+)s)?", Pattern.CASE_INSENSITIVE);
    /** Of the run's time: the first comes once all talk, and after the last there is time to heal. */
    private static final double FIRST = 0.07;

    private static final double LAST = 0.85;
    private static final int FAULTS_A_MINUTE = 2;
    private static final int LONGEST_PAUSE_SECONDS = 12;
    private static final String EVERY_THIRD = "3";

    private FaultPlan() {}

    /**
     * @param name {@code none}, {@code connections}, {@code kill-everything}, or a file
     * @throws IllegalArgumentException where it is none of them, or the file or what it names is not right
     */
    public static List<Fault> of(String name, long seed, Duration time, List<String> processes) throws IOException {
        return switch (name) {
            case "none" -> List.of();
            case "connections" -> spread(connections(time), seed, time);
            case "kill-everything" -> spread(kills(seed, time, processes), seed, time);
            default -> fromFile(name, processes);
        };
    }

    private static List<Fault> connections(Duration time) {
        int count = (int) Math.max(3, time.toSeconds() / 10);
        return Collections.nCopies(count, new Fault(Duration.ZERO, Fault.Kind.RESET, EVERY_THIRD, Duration.ZERO));
    }

    /** Every process once, then any, paused as often as killed, and connections in between. */
    private static List<Fault> kills(long seed, Duration time, List<String> processes) {
        if (processes.isEmpty()) {
            throw new IllegalArgumentException("faults must be none or connections without --processes, was"
                    + " kill-everything: in one JVM there is nothing to kill");
        }
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        processes.forEach(process -> faults.add(kill(process)));
        while (faults.size() < time.toMinutes() * FAULTS_A_MINUTE) {
            String process = processes.get(random.nextInt(processes.size()));
            faults.add(
                    switch (random.nextInt(5)) {
                        case 0, 1 -> kill(process);
                        case 2, 3 -> pause(process, 3 + random.nextInt(LONGEST_PAUSE_SECONDS - 2));
                        default -> new Fault(Duration.ZERO, Fault.Kind.RESET, EVERY_THIRD, Duration.ZERO);
                    });
        }
        Collections.shuffle(faults, random);
        return faults;
    }

    private static Fault kill(String process) {
        return new Fault(Duration.ZERO, Fault.Kind.KILL, process, Duration.ZERO);
    }

    private static Fault pause(String process, int seconds) {
        return new Fault(Duration.ZERO, Fault.Kind.PAUSE, process, Duration.ofSeconds(seconds));
    }

    private static List<Fault> spread(List<Fault> faults, long seed, Duration time) {
        Random random = new Random(~seed);
        double step = (LAST - FIRST) / Math.max(1, faults.size());
        List<Fault> spread = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            double when = FIRST + step * (i + random.nextDouble() / 2);
            Fault fault = faults.get(i);
            spread.add(new Fault(
                    Duration.ofMillis((long) (when * time.toMillis())), fault.kind(), fault.target(), fault.lasting()));
        }
        return spread;
    }

    private static List<Fault> fromFile(String name, List<String> processes) throws IOException {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "faults must be none, connections, kill-everything or a file, was " + name);
        }
        List<Fault> faults = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String text = line.replaceAll("#.*", "").strip();
            if (!text.isEmpty()) {
                faults.add(parse(text, processes));
            }
        }
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private static Fault parse(String line, List<String> processes) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a fault must read like '20s kill gateway', '30s pause broker-1 5s' or '40s reset 3', was '" + line
                            + "'");
        }
        Fault.Kind kind = Fault.Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        String target = matcher.group(3);
        boolean known = kind == Fault.Kind.RESET ? target.matches("[1-9]\\d{0,3}") : processes.contains(target);
        if (!known) {
            throw new IllegalArgumentException(
                    "a fault's target must be one of " + processes + ", or a number for reset, was '" + line + "'");
        }
        if ((kind == Fault.Kind.PAUSE) != (matcher.group(4) != null)) {
            throw new IllegalArgumentException("a pause, and nothing else, must say how long, was '" + line + "'");
        }
        long seconds = matcher.group(4) == null ? 0 : Long.parseLong(matcher.group(4));
        return new Fault(
                Duration.ofSeconds(Long.parseLong(matcher.group(1))), kind, target, Duration.ofSeconds(seconds));
    }
}
