package io.sluice.model.batch;

import java.util.function.IntConsumer;

/** Writes a sequence of small numbers as pairs (value, how often in a row). */
final class Runs {
    private final IntConsumer out;
    private int value;
    private int length;

    Runs(IntConsumer out) {
        this.out = out;
    }

    void add(int next) {
        if (length > 0 && next == value) {
            length++;
            return;
        }
        flush();
        value = next;
        length = 1;
    }

    void flush() {
        if (length > 0) {
            out.accept(value);
            out.accept(length);
        }
        length = 0;
    }
}
