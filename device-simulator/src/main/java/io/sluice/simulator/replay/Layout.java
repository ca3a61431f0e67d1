package io.sluice.simulator.replay;

import java.util.Map;

/**
 * How a line of a recording is read.
 *
 * @param site the devices' site
 * @param separator between cells
 * @param decimal mark in numbers
 * @param headerLines to be skipped
 * @param tsColumn column of the time
 * @param deviceColumn column of the device, -1 where the file is one device
 * @param epochColumn column of the epoch, -1 where there is none
 * @param seqColumn column of the sequence number, -1 where there is none
 * @param metrics name of the metric by column
 * @param timeScale what the ts column holds
 * @param sharedClock whether the files of a set share one clock; else each device's first row is the run's start
 */
record Layout(
        String site,
        char separator,
        char decimal,
        int headerLines,
        int tsColumn,
        int deviceColumn,
        int epochColumn,
        int seqColumn,
        Map<Integer, String> metrics,
        TimeScale timeScale,
        boolean sharedClock) {

    /** What the ts column holds. */
    enum TimeScale {
        /** Milliseconds, or a date and time without zone, taken as UTC. */
        MILLIS_OR_DATE_TIME,
        /** A count of 5-second steps. */
        FIVE_SECOND_STEPS
    }
}
