package io.sluice.simulator.scenario;

import io.sluice.simulator.scenario.Stage.Ramp;
import io.sluice.simulator.scenario.Stage.Restart;
import java.util.List;

/**
 * A scenario's course: its stages, then the last one's end for ever, or the first again. A device's place in the order
 * of things is a number in [0, 1): ramps take in, and restarts and absences begin with, the lowest.
 */
public final class Stages {
    private static final long SLICE_MILLIS = 250;

    private final List<Stage> stages;
    private final boolean repeat;
    private final long lengthMillis;

    public Stages(List<Stage> stages, boolean repeat) {
        this.stages = List.copyOf(stages);
        this.repeat = repeat;
        this.lengthMillis = stages.stream().mapToLong(Stage::millis).sum();
    }

    public static Stages none() {
        return new Stages(List.of(), false);
    }

    public List<Stage> list() {
        return stages;
    }

    /** A stage, and where it stands in the scenario's time. */
    private record Placed(Stage stage, long start) {
        double share(double millis) {
            return (millis - start) / stage.millis();
        }

        long end() {
            return start + stage.millis();
        }
    }

    private boolean isOver(double millis) {
        return stages.isEmpty() || (!repeat && millis >= lengthMillis);
    }

    private Placed at(double millis) {
        long cycle = (long) (millis / lengthMillis) * lengthMillis;
        long start = cycle;
        for (Stage stage : stages) {
            if (millis < start + stage.millis()) {
                return new Placed(stage, start);
            }
            start += stage.millis();
        }
        throw new IllegalStateException("millis must be within the stages, was " + millis);
    }

    private Ramp last(boolean active) {
        if (stages.isEmpty()) {
            return Ramp.ONE;
        }
        Stage last = stages.get(stages.size() - 1);
        return active ? last.active() : last.rate();
    }

    public boolean isActive(double place, long millis) {
        if (isOver(millis)) {
            return place < last(true).to();
        }
        Placed now = at(millis);
        return place < now.stage.active().at(now.share(millis));
    }

    public boolean isAway(double place, long millis) {
        return !isOver(millis) && place < at(millis).stage.away();
    }

    /** When a device that begins at {@code millis} has done so much work, at one a millisecond where the rate is 1. */
    public double after(double millis, double work) {
        double now = millis;
        double left = work;
        while (!isOver(now)) {
            Placed placed = at(now);
            Ramp rate = placed.stage.rate();
            double end = rate.isFlat() ? placed.end() : Math.min(placed.end(), now + SLICE_MILLIS);
            double speed = rate.at(placed.share(now));
            if (speed * (end - now) >= left) {
                return now + left / speed;
            }
            left -= speed * (end - now);
            now = end;
        }
        double speed = last(false).to();
        return speed == 0 ? Double.POSITIVE_INFINITY : now + left / speed;
    }

    /** How often the device was started anew. */
    public long restarts(double place, long millis) {
        if (stages.isEmpty()) {
            return 0;
        }
        long whole = repeat ? millis / lengthMillis : 0;
        long within = millis - whole * lengthMillis;
        long perCycle = restartsIn(place, lengthMillis);
        return whole * perCycle + restartsIn(place, within);
    }

    private long restartsIn(double place, long millis) {
        long start = 0;
        long count = 0;
        for (Stage stage : stages) {
            count += stage.restart() != Restart.NONE && millis >= start + restartAt(stage, place) ? 1 : 0;
            start += stage.millis();
        }
        return count;
    }

    private static long restartAt(Stage stage, double place) {
        return stage.restart() == Restart.ROLLING ? (long) (place * stage.millis()) : 0;
    }

    /** When next something may change for the device. */
    public long nextEdge(double place, long millis) {
        if (isOver(millis)) {
            return Long.MAX_VALUE;
        }
        Placed now = at(millis);
        long next = now.end();
        long restart = now.start + restartAt(now.stage, place);
        if (now.stage.restart() != Restart.NONE && restart > millis) {
            next = Math.min(next, restart);
        }
        Ramp active = now.stage.active();
        if (!active.isFlat()) {
            double crossing = (place - active.from()) / (active.to() - active.from());
            long at = now.start + (long) Math.floor(crossing * now.stage.millis()) + 1;
            if (crossing >= 0 && crossing < 1 && at > millis) {
                next = Math.min(next, at);
            }
        }
        return next;
    }
}
