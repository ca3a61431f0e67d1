package io.sluice.launcher.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The faults of the plans that have a name, in their order; when they come is not decided here. */
final class SeededFaults {
    private static final int FAULTS_A_MINUTE = 2;
    private static final int LONGEST_PAUSE_SECONDS = 12;
    private static final int EVERY_THIRD = 3;
    private static final String GATEWAY = "gateway";
    private static final List<Duration> JUMPS =
            Stream.of("PT1H", "PT-1H", "PT1M", "PT-1M").map(Duration::parse).toList();

    private final Random random;
    private final Duration time;

    SeededFaults(long seed, Duration time) {
        this.random = new Random(seed);
        this.time = time;
    }

    /** What happens on the way, one every ten seconds, each kind before any comes again. */
    List<Fault> connections() {
        List<Fault> faults = new ArrayList<>();
        int count = (int) Math.max(3, time.toSeconds() / 10);
        while (faults.size() < count) {
            List<Fault> round = onTheWay();
            Collections.shuffle(round, random);
            faults.addAll(round);
        }
        return faults.subList(0, count);
    }

    /** Every process once, then any, paused as often as killed, and connections in between. */
    List<Fault> kills(List<String> processes) {
        List<Fault> faults = new ArrayList<>();
        processes.forEach(process -> faults.add(Fault.kill(process)));
        while (faults.size() < time.toMinutes() * FAULTS_A_MINUTE) {
            String process = processes.get(random.nextInt(processes.size()));
            faults.add(
                    switch (random.nextInt(5)) {
                        case 0, 1 -> Fault.kill(process);
                        case 2, 3 -> Fault.of(FaultKind.PAUSE, process, seconds(3, LONGEST_PAUSE_SECONDS - 2));
                        default -> Fault.on(FaultKind.RESET, Duration.ZERO, Duration.ZERO, EVERY_THIRD);
                    });
        }
        Collections.shuffle(faults, random);
        return faults;
    }

    /** Every kind once, then two a minute, each kind before any comes again. */
    List<Fault> everything(List<String> processes) {
        List<Fault> faults = new ArrayList<>();
        do {
            List<Fault> round = onTheWay();
            round.addAll(onProcesses(processes));
            Collections.shuffle(round, random);
            faults.addAll(round);
        } while (faults.size() < time.toMinutes() * FAULTS_A_MINUTE);
        int most = (int) Math.max(FaultKind.values().length + 2, time.toMinutes() * FAULTS_A_MINUTE);
        return faults.subList(0, most);
    }

    /** The gateway's disk, and another's: what it has acknowledged is nowhere else yet. */
    private List<Fault> onProcesses(List<String> processes) {
        return List.of(
                Fault.kill(any(processes)),
                Fault.kill(any(processes)),
                Fault.of(FaultKind.PAUSE, any(processes), seconds(3, LONGEST_PAUSE_SECONDS - 2)),
                Fault.of(FaultKind.DISK_FULL, GATEWAY, seconds(3, 10)),
                Fault.of(FaultKind.DISK_FULL, any(processes), seconds(3, 10)),
                Fault.clockJump(any(processes), JUMPS.get(random.nextInt(JUMPS.size())), seconds(5, 15)),
                Fault.of(FaultKind.KAFKA_AWAY, "", seconds(5, 15)));
    }

    private List<Fault> onTheWay() {
        List<Fault> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (kind.has(FaultKind.Part.SHARE)) {
                Duration delay =
                        kind == FaultKind.LATENCY ? Duration.ofMillis(50 + random.nextInt(450)) : Duration.ZERO;
                Duration lasting = kind.has(FaultKind.Part.LASTING) ? seconds(3, 7) : Duration.ZERO;
                faults.add(Fault.on(kind, delay, lasting, 1 + random.nextInt(4)));
            }
        }
        return faults;
    }

    private String any(List<String> processes) {
        return processes.get(random.nextInt(processes.size()));
    }

    private Duration seconds(int least, int bound) {
        return Duration.ofSeconds(least + random.nextInt(bound));
    }
}
