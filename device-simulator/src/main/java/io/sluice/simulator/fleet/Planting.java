package io.sluice.simulator.fleet;

import org.jspecify.annotations.Nullable;

/** The fault that is to be planted in one device, if any, and whether it has been. Read from any thread. */
final class Planting {
    private volatile @Nullable Mutation due;

    void ask(Mutation mutation) {
        due = mutation;
    }

    boolean isDue(Mutation mutation) {
        return due == mutation;
    }

    /** What is to be done to the next message that nothing else is done to, null for nothing. */
    @Nullable
    Mutation ofMessage(long messages) {
        Mutation asked = due;
        return asked != null && asked.isOfMessage() && messages >= asked.firstMessage() ? asked : null;
    }

    void done() {
        due = null;
    }

    boolean isOpen() {
        return due != null;
    }
}
