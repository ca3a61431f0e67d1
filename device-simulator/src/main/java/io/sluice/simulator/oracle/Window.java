package io.sluice.simulator.oracle;

import java.util.ArrayList;
import java.util.List;

/** The messages of one device that belong into one window of a tier, by what became of them. */
final class Window {
    private final long start;
    private final List<Message> acked = new ArrayList<>();
    private final List<Message> unknown = new ArrayList<>();
    private final List<Message> refused = new ArrayList<>();

    Window(long start) {
        this.start = start;
    }

    void add(BootHistory boot, long seq, Outcome outcome) {
        Message message = new Message(boot, seq);
        switch (outcome) {
            case ACKED -> acked.add(message);
            case UNKNOWN, REFUSED_AT_LAST -> unknown.add(message);
            case REFUSED -> refused.add(message);
            case NEVER_SENT -> throw new IllegalArgumentException("outcome must be of a message that was sent");
        }
    }

    long start() {
        return start;
    }

    List<Message> acked() {
        return acked;
    }

    List<Message> unknown() {
        return unknown;
    }

    List<Message> refused() {
        return refused;
    }
}
