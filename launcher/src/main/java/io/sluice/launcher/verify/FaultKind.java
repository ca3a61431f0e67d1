package io.sluice.launcher.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done to the pipeline, to the way that leads to it, and by devices. Each is said by its own word. */
public enum FaultKind {
    /** SIGKILL. */
    KILL(Part.PROCESS),
    /** SIGSTOP, and SIGCONT when it is over. */
    PAUSE(Part.PROCESS, Part.LASTING),
    /** No file of the process takes another byte; a process that dies of it finds room when it starts again. */
    DISK_FULL(Part.PROCESS, Part.LASTING),
    /** The wall clock of the process stands off for a while; what measures elapsed time stays right. */
    CLOCK_JUMP(Part.PROCESS, Part.JUMP, Part.LASTING),
    /** Every broker is paused: connections stay open, and nobody answers. */
    KAFKA_AWAY(Part.LASTING),
    /** Each byte travels so much longer, there and back. */
    LATENCY(Part.DELAY, Part.LASTING, Part.SHARE),
    /** Three bytes a packet, both ways. */
    SLICE(Part.LASTING, Part.SHARE),
    /** Nothing arrives, and nobody is told; afterwards everything does, as TCP sends again. */
    BLACKHOLE(Part.LASTING, Part.SHARE),
    BLACKHOLE_UP(Part.LASTING, Part.SHARE),
    BLACKHOLE_DOWN(Part.LASTING, Part.SHARE),
    /** The device's end breaks off with RST. */
    RESET(Part.SHARE),
    /** The gateway sees the device's end of stream, the device may still be answered. */
    HALF_CLOSE(Part.SHARE),
    /** The device's end is gone, and the gateway hears nothing more, not even that. */
    HALF_OPEN(Part.SHARE),
    /** A second connection comes under the client id of a device. */
    TAKEOVER(Part.SHARE);

    /** What a line says after the word, in this order. */
    enum Part {
        PROCESS("gateway"),
        DELAY("200ms"),
        JUMP("+1h"),
        LASTING("10s"),
        SHARE("3");

        private final String example;

        Part(String example) {
            this.example = example;
        }
    }

    private final List<Part> parts;

    FaultKind(Part... parts) {
        this.parts = List.of(parts);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    boolean needsProcesses() {
        return has(Part.PROCESS) || this == KAFKA_AWAY;
    }

    /** Whether it happens between devices and gateway, so that there must be something in between. */
    boolean isOnTheWay() {
        return has(Part.SHARE) && this != RESET && this != TAKEOVER;
    }

    /** A line that is right. */
    String example() {
        List<String> words = new ArrayList<>(List.of("20s", word()));
        parts.forEach(part -> words.add(part.example));
        return String.join(" ", words);
    }
}
