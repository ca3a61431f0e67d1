package io.sluice.simulator.signal;

/** Noise by hashing: every value is a function of seed and position, so none depends on what was drawn before. */
public final class Noise {
    private static final int OCTAVES = 6;

    private Noise() {}

    /** A well-mixed 64-bit hash (SplitMix64's finaliser). */
    public static long hash(long seed, long position) {
        long z = seed + position * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    public static double uniform(long seed, long position) {
        return (hash(seed, position) >>> 11) * 0x1p-53;
    }

    /** Uniform in [-1, 1). */
    static double lattice(long seed, long position) {
        return 2 * uniform(seed, position) - 1;
    }

    /** Smoothly interpolated lattice noise. */
    static double smooth(long seed, double x) {
        long cell = (long) Math.floor(x);
        double f = x - cell;
        double eased = f * f * (3 - 2 * f);
        return lattice(seed, cell) * (1 - eased) + lattice(seed, cell + 1) * eased;
    }

    /** Octaves of smooth noise, each twice as fast and half as strong: the spectrum of a random walk. */
    static double fractal(long seed, double x) {
        double sum = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            sum += smooth(seed + octave, x * (1 << octave)) / (1 << octave);
        }
        return sum / 1.4;
    }
}
