package io.sluice.ingest.twin;

/**
 * The smoothed gap between a device's messages. A drained backlog arrives at once, so the gap of the ts counts where it
 * is wider; an outage must not make the device look slow for long, so a sample counts for at most twice the cadence and
 * a second.
 */
final class Cadence {
    private static final double WEIGHT = 1.0 / 8;
    private static final long SLACK_MILLIS = 1_000;

    private double millis;

    Cadence(long millis) {
        this.millis = millis;
    }

    /** @param messages that arrived together, at the end of both gaps */
    void observe(long arrivalGapMillis, long tsGapMillis, int messages) {
        double sample = (double) Math.max(0, Math.max(arrivalGapMillis, tsGapMillis)) / messages;
        millis = millis == 0 ? sample : millis + WEIGHT * (Math.min(sample, 2 * millis + SLACK_MILLIS) - millis);
    }

    long millis() {
        return Math.round(millis);
    }
}
