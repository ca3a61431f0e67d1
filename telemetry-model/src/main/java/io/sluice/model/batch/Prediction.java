package io.sluice.model.batch;

import io.sluice.model.batch.proto.Predictor;

/** Predicts a column's next mantissa from those before: the same steps when writing and when reading. */
final class Prediction {
    private final Predictor predictor;
    private final long base;
    private long last;
    private long beforeLast;
    private int seen;

    Prediction(Predictor predictor, long base) {
        this.predictor = predictor;
        this.base = base;
        this.last = base;
    }

    long next(boolean startsBlock) {
        if (startsBlock) {
            seen = 0;
        }
        return switch (predictor) {
            case LAST -> last;
            case LINEAR -> seen >= 2 ? 2 * last - beforeLast : last;
            default -> base;
        };
    }

    void accept(long mantissa) {
        beforeLast = last;
        last = mantissa;
        seen++;
    }
}
