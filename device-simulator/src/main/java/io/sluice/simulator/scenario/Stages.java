package io.sluice.simulator.scenario;

import io.sluice.simulator.scenario.Stage.Ramp;
import io.sluice.simulator.scenario.Stage.Restart;
import java.util.List;

/**
 * A scenario's course: its stages, then the last one's end for ever, or the first again. A device's place in the order
 * of things is a number in [0, 1): ramps take in, and restarts and absences begin with, the lowest.
 */
public final class Stages {
    /** No fleet lives to see it, and beyond a double does not tell the milliseconds apart. */
    private static final double NEVER_MILLIS = 1L << 53;

    private final List<Stage> stages;
    private final boolean repeat;
    private final long lengthMillis;
    private final double work;

    public Stages(List<Stage> stages, boolean repeat) {
        this.stages = List.copyOf(stages);
        this.repeat = repeat;
        this.lengthMillis = stages.stream().mapToLong(Stage::millis).sum();
        this.work = stages.stream()
                .mapToDouble(stage -> stage.rate().mean() * stage.millis())
                .sum();
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

        /** The rate from that moment to the stage's end. */
        Ramp from(double millis) {
            return new Ramp(stage.rate().at(share(millis)), stage.rate().to());
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
    public double after(double millis, double toDo) {
        double rounds = repeat && !stages.isEmpty() ? Math.floor(toDo / work) : 0;
        double now = millis + (rounds == 0 ? 0 : rounds * lengthMillis);
        double left = toDo - (rounds == 0 ? 0 : rounds * work);
        while (now < NEVER_MILLIS && !isOver(now)) {
            Placed placed = at(now);
            Ramp rest = placed.from(now);
            double span = placed.end() - now;
            if (rest.mean() * span >= left) {
                return now + within(rest, span, left);
            }
            left -= rest.mean() * span;
            now = placed.end();
        }
        double speed = last(false).to();
        return now >= NEVER_MILLIS || speed == 0 ? Double.POSITIVE_INFINITY : now + left / speed;
    }

    /**
     * How long the work takes at the beginning of such a stretch: {@code x} in {@code from·x + gain·x²/2 = work}, in
     * the form that has no difference of like numbers.
     */
    private static double within(Ramp rate, double span, double work) {
        if (work <= 0) {
            return 0;
        }
        double gain = (rate.to() - rate.from()) / span;
        double speedAtTheEnd = Math.sqrt(Math.max(0, rate.from() * rate.from() + 2 * gain * work));
        return 2 * work / (rate.from() + speedAtTheEnd);
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
