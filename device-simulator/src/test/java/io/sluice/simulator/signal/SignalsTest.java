package io.sluice.simulator.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSeedIsASignal(long seed) {
        Signal one = Signals.wander(seed, 60);
        Signal same = Signals.wander(seed, 60);
        Signal other = Signals.wander(seed + 1000, 60);
        same.at(5000); // asking first for something else changes nothing

        for (int t = 0; t < 500; t++) {
            assertEquals(one.at(t), same.at(t));
        }
        assertNotEquals(one.at(17), other.at(17));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWanderingSignalTakesSmallStepsWithinItsBand(long seed) {
        Signal signal = Signals.wander(seed, 60);

        for (int t = 0; t < 5000; t++) {
            assertTrue(Math.abs(signal.at(t)) <= 1.5, "seed " + seed + " at " + t);
            assertTrue(Math.abs(signal.at(t) - signal.at(t + 0.1)) < 0.1, "seed " + seed + " at " + t);
        }
    }

    @Test
    void aCounterNeverFalls() {
        double[] values = over(2000, Signals.counter(10, 0.5, 600));

        for (int t = 1; t < values.length; t++) {
            assertTrue(values[t] >= values[t - 1], "at " + t);
        }
        assertEquals(10 + 0.5 * 1200, Signals.counter(10, 0.5, 600).at(1200), 1e-6);
    }

    @Test
    void onAndOffKeepTheirShare() {
        double share = DoubleStream.of(over(100_000, Signals.onOff(3, 10, 0.3)))
                .average()
                .orElseThrow();

        assertEquals(0.3, share, 0.02);
    }

    @Test
    void aDayIsLowestAtItsHourAndHighestHalfADayLater() {
        Signal day = Signals.daily(600, 0.25);

        assertEquals(0, day.at(150), 1e-12);
        assertEquals(1, day.at(450), 1e-12);
    }

    @Test
    void aLaggedSignalFollowsAStepSlowly() {
        Signal step = t -> t < 0 ? 0 : 1;
        Signal lagged = step.lagged(10);

        assertEquals(0, lagged.at(-1));
        assertTrue(lagged.at(1) > 0 && lagged.at(1) < 0.5);
        assertEquals(1, lagged.at(100), 1e-12);
    }

    private static double[] over(int seconds, Signal signal) {
        return IntStream.range(0, seconds).mapToDouble(signal::at).toArray();
    }
}
