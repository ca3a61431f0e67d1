package io.sluice.bench.batch;

import io.sluice.bench.Median;
import io.sluice.bench.Scale;
import java.time.Duration;

/**
 * Nanoseconds of a task by a plain loop, not JMH: warmed up until its code is compiled, then the median of five
 * stretches. The results are summed up and kept, so that the compiler cannot do without them.
 */
final class Stopwatch {
    private static final int STRETCHES = 5;

    /** Written and never read by anyone who counts. */
    private static volatile double sink;

    private final Duration warmUp;
    private final Duration stretch;

    Stopwatch(Scale scale) {
        this.warmUp = scale.warmUp().dividedBy(4);
        this.stretch = scale.round().dividedBy(2 * STRETCHES);
    }

    /** One pass over all that is measured. */
    interface Pass {
        double run() throws Exception;
    }

    /**
     * @param units of one pass
     * @return nanoseconds a unit
     */
    double nanos(Pass pass, long units) throws Exception {
        nanosFor(warmUp, pass, units);
        double[] nanos = new double[STRETCHES];
        for (int i = 0; i < STRETCHES; i++) {
            nanos[i] = nanosFor(stretch, pass, units);
        }
        return Median.of(nanos);
    }

    private static double nanosFor(Duration time, Pass pass, long units) throws Exception {
        double sum = 0;
        long passes = 0;
        long beginNanos = System.nanoTime();
        long nowNanos = beginNanos;
        while (passes == 0 || nowNanos - beginNanos < time.toNanos()) {
            sum += pass.run();
            passes++;
            nowNanos = System.nanoTime();
        }
        sink = sum;
        return (double) (nowNanos - beginNanos) / passes / units;
    }
}
