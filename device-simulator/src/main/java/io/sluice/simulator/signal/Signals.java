package io.sluice.simulator.signal;

/** The building blocks of simulated physics. */
public final class Signals {
    private Signals() {}

    public static Signal constant(double value) {
        return t -> value;
    }

    /** A day's curve: 0 at its lowest hour, 1 twelve hours later. */
    public static Signal daily(double daySeconds, double lowestAtDay) {
        return t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * (t / daySeconds - lowestAtDay));
    }

    /** White noise: one value a second, uniform in [-1, 1]. */
    public static Signal jitter(long seed) {
        return t -> Noise.lattice(seed, (long) Math.floor(t));
    }

    /** Wanders like a random walk that is held near 0, within about [-1, 1]; slowest swings over {@code seconds}. */
    public static Signal wander(long seed, double seconds) {
        return t -> Noise.fractal(seed, t / seconds);
    }

    /** 1 for the given share of the time, else 0; may switch every {@code dwellSeconds}. */
    public static Signal onOff(long seed, double dwellSeconds, double share) {
        return t -> (Noise.lattice(seed, (long) Math.floor(t / dwellSeconds)) + 1) / 2 < share ? 1 : 0;
    }

    /** Grows for ever, at a rate that swings with the day; never falls. */
    public static Signal counter(double start, double perSecond, double daySeconds) {
        double w = 2 * Math.PI / daySeconds;
        return t -> start + perSecond * (t - 0.8 * Math.sin(w * t) / w);
    }

    /** One level after the other, each for so many seconds, and then from the first again. */
    public static Signal steps(double everySeconds, double[] levels) {
        double[] own = levels.clone();
        return t -> own[(int) Math.floorMod((long) Math.floor(t / everySeconds), (long) own.length)];
    }

    /** What the signal is so much later. */
    public static Signal shifted(Signal signal, double seconds) {
        return t -> signal.at(t + seconds);
    }
}
