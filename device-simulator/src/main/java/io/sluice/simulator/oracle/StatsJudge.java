package io.sluice.simulator.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what a window says of its values with the messages that it holds: {@code min}, {@code max}, {@code first}
 * and {@code last} must be the very values, what is worked out in doubles but for their rounding, a quantile the value
 * of nearest rank but for the sketch's error.
 */
final class StatsJudge {
    /**
     * A window of 10,000 messages loses at most 1e-11 of a sum of squares to the rounding of doubles, on either side.
     */
    private static final Tolerance ROUNDING = new Tolerance(1e-9, "");

    /** The contract's. A value at the edge of a sketch's bucket is off by all of it, and by rounding besides. */
    private static final Tolerance SKETCH = new Tolerance(0.01 + 1e-9, "within 1 % of ");

    /** The contract's. What ties here too has the same value, since that follows from the seq. */
    private static final Comparator<Message> BY_TIME =
            Comparator.comparingLong(Message::ts).thenComparingLong(Message::seq);

    private final TrueValues values;
    private final Comparator<Message> byValue;

    StatsJudge(TrueValues values) {
        this.values = values;
        this.byValue = Comparator.comparingLong(this::value);
    }

    private record Tolerance(double relative, String text) {}

    /**
     * @param held at least one message
     * @return what is wrong, a field each
     */
    List<String> compare(List<Message> held, ObservedWindow told) {
        List<String> wrong = compareBounds(held, List.of(), told);
        long[] ascending = held.stream().mapToLong(this::value).sorted().toArray();
        WindowStats stats = told.stats();
        near(wrong, "stddev", stddev(ascending, told.sum()), stats.stddev(), ROUNDING);
        near(wrong, "p50", nearestRank(ascending, 50), stats.p50(), SKETCH);
        near(wrong, "p95", nearestRank(ascending, 95), stats.p95(), SKETCH);
        near(wrong, "p99", nearestRank(ascending, 99), stats.p99(), SKETCH);
        return wrong;
    }

    /**
     * Where it is not known which messages the window holds: {@code stddev} and the quantiles say nothing then.
     *
     * @param certain it holds them all
     * @param possible it holds some of them; empty where it is known that it holds no other
     */
    List<String> compareBounds(List<Message> certain, List<Message> possible, ObservedWindow told) {
        List<String> wrong = new ArrayList<>();
        WindowStats stats = told.stats();
        oneOf(wrong, "min", lowest(byValue, certain, possible), stats.min());
        oneOf(wrong, "max", lowest(byValue.reversed(), certain, possible), stats.max());
        oneOf(wrong, "first", lowest(BY_TIME, certain, possible), stats.first());
        oneOf(wrong, "last", lowest(BY_TIME.reversed(), certain, possible), stats.last());
        near(wrong, "mean", (double) told.sum() / told.count(), stats.mean(), ROUNDING);
        return wrong;
    }

    /** Of the messages that are the lowest in some choice of the possible ones: their values. */
    private List<Double> lowest(Comparator<Message> order, List<Message> certain, List<Message> possible) {
        Message known = certain.stream().min(order).orElse(null);
        return Stream.concat(
                        Stream.ofNullable(known),
                        possible.stream().filter(message -> known == null || order.compare(message, known) < 0))
                .map(message -> (double) value(message))
                .distinct()
                .toList();
    }

    private long value(Message message) {
        return values.at(message.seq());
    }

    private static double stddev(long[] values, long sum) {
        double mean = (double) sum / values.length;
        double squares = 0;
        for (long value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** The smallest that at least so many percent of all do not exceed. */
    private static long nearestRank(long[] ascending, int percent) {
        return ascending[(percent * ascending.length + 99) / 100 - 1];
    }

    private static void oneOf(List<String> wrong, String field, List<Double> right, double told) {
        if (right.stream().noneMatch(each -> each == told)) {
            String any = right.stream().map(String::valueOf).collect(Collectors.joining(" or "));
            wrong.add(field + " must be " + any + ", was " + told);
        }
    }

    /** NaN is near to nothing. */
    private static void near(List<String> wrong, String field, double right, double told, Tolerance tolerance) {
        if (!(Math.abs(told - right) <= tolerance.relative() * Math.abs(right))) {
            wrong.add(field + " must be " + tolerance.text() + right + ", was " + told);
        }
    }
}
