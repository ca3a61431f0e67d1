package io.sluice.simulator.fleet;

import io.sluice.simulator.scenario.Stages;
import io.sluice.simulator.scenario.TypeSpec;
import io.sluice.simulator.signal.Noise;

/**
 * When a device does what, in milliseconds since the fleet's start. It follows from (scenario, seed, device) alone, so
 * that one seed is one trace. For one thread.
 */
public final class Schedule {
    private static final int AWAY = 1_001;
    private static final int SILENT = 1_002;
    private static final int REBOOT = 1_003;

    private final TypeSpec type;
    private final Stages stages;
    private final long seed;
    private final long connectionSeed;
    private final double place;
    private final long joinMillis;
    private final double everyMillis;

    private double nominalMillis;
    private long dueMillis;
    private double steppedMillis;
    private long measurements;
    private long nowMillis;

    /**
     * What is so from a moment on.
     *
     * @param measures the device takes a measurement now
     * @param steppedMillis since the measurement before, as the scenario's cadence has it
     * @param boots how often it has started anew
     */
    record Moment(
            long atMillis,
            boolean measures,
            double steppedMillis,
            boolean isThere,
            boolean isConnected,
            boolean isSilent,
            long boots) {}

    /** @param everyMillis instead of the type's cadence where it is above 0 */
    public Schedule(SimulatedDevice device, Stages stages, long joinMillis, long everyMillis) {
        this.type = device.type();
        this.stages = stages;
        this.seed = device.seed();
        this.connectionSeed = device.connectionSeed();
        this.place = device.place();
        this.joinMillis = joinMillis;
        this.everyMillis = everyMillis > 0 ? everyMillis : type.everyMillis();
        this.nowMillis = joinMillis;
        this.steppedMillis = type.everyMillis();
        this.nominalMillis = joinMillis + device.phaseMillis((long) this.everyMillis);
        this.dueMillis = due();
    }

    /** When next there is something, {@link Long#MAX_VALUE} for never. */
    long nextMillis() {
        return nowMillis;
    }

    /** What there is at {@link #nextMillis}; moves on. */
    Moment next() {
        long now = nowMillis;
        boolean isThere = now >= joinMillis && stages.isActive(place, now);
        boolean isSilent = type.silent().isOn(seed + SILENT, now);
        boolean isDue = now >= dueMillis;
        Moment moment = new Moment(
                now,
                isDue && isThere && !isSilent,
                steppedMillis,
                isThere,
                isThere && !stages.isAway(place, now) && !type.away().isOn(connectionSeed + AWAY, now),
                isSilent,
                stages.restarts(place, now) + type.reboots().begun(connectionSeed + REBOOT, now));
        if (isDue) {
            advance();
        }
        nowMillis = Math.min(dueMillis, nextEdge(now));
        return moment;
    }

    private void advance() {
        double next = stages.after(nominalMillis, everyMillis);
        steppedMillis = (next - nominalMillis) * type.everyMillis() / everyMillis;
        nominalMillis = next;
        measurements++;
        dueMillis = due();
    }

    private long due() {
        if (Double.isInfinite(nominalMillis)) {
            return Long.MAX_VALUE;
        }
        return (long) (nominalMillis + Noise.uniform(seed + 1, measurements) * type.jitter() * everyMillis);
    }

    private long nextEdge(long now) {
        long away = type.away().nextEdge(connectionSeed + AWAY, now);
        long silent = type.silent().nextEdge(seed + SILENT, now);
        long reboot = type.reboots().nextEdge(connectionSeed + REBOOT, now);
        return Math.min(stages.nextEdge(place, now), Math.min(Math.min(away, silent), reboot));
    }
}
