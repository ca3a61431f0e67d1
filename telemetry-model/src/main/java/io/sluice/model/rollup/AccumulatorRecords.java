package io.sluice.model.rollup;

import io.sluice.model.rollup.proto.RollupRecord;
import java.util.List;

/** An accumulator's terms in a {@link RollupRecord}, and back with every rule checked. */
final class AccumulatorRecords {
    /** An exact sum of doubles never needs more: 2,100 bits of range by 53 a part. */
    private static final int MAX_PARTS = 48;

    private static final long MAX_COUNT = (1L << 40) - 1;

    private AccumulatorRecords() {}

    static void write(RollupAccumulator content, RollupRecord.Builder record) {
        record.setCount(content.count())
                .setMin(content.min())
                .setMax(content.max())
                .setFirst(edge(content.first()))
                .setLast(edge(content.last()))
                .setSketch(SketchRecords.write(content.sketch()))
                .setIdentities(content.identities());
        for (double part : content.exactSum().parts()) {
            record.addSumParts(part);
        }
        for (double part : content.exactSquares().parts()) {
            record.addSquareParts(part);
        }
        for (double part : content.exactSum().upperParts()) {
            record.addSumUpperParts(part);
        }
        for (double part : content.exactSquares().upperParts()) {
            record.addSquareUpperParts(part);
        }
    }

    static RollupAccumulator read(RollupRecord record) throws RollupFormatException {
        require(record.getCount() >= 1 && record.getCount() <= MAX_COUNT, "count", "1 to 2^40 - 1", record.getCount());
        require(record.getMin() <= record.getMax(), "min", "<= max", record.getMin());
        finite("min", record.getMin());
        finite("max", record.getMax());
        QuantileSketch sketch = SketchRecords.read(record.getSketch());
        require(sketch.count() == record.getCount(), "sketch's count", "count", sketch.count());
        return RollupAccumulator.of(
                        sum("sum_parts", record.getSumPartsList(), record.getSumUpperPartsList()),
                        sum("square_parts", record.getSquarePartsList(), record.getSquareUpperPartsList()),
                        sketch,
                        record.getMin(),
                        record.getMax(),
                        edge("first", record.getFirst()),
                        edge("last", record.getLast()))
                .withIdentities(record.getIdentities());
    }

    static void require(boolean holds, String thing, String rule, Number was) throws RollupFormatException {
        if (!holds) {
            throw new RollupFormatException(thing + " must be " + rule + ", was " + was);
        }
    }

    static double finite(String thing, double value) throws RollupFormatException {
        require(Double.isFinite(value), thing, "finite", value);
        return value;
    }

    private static io.sluice.model.rollup.proto.Edge.Builder edge(Edge edge) {
        return io.sluice.model.rollup.proto.Edge.newBuilder()
                .setTsMillis(edge.tsMillis())
                .setSeq(edge.seq())
                .setMix(edge.mix())
                .setValue(edge.value());
    }

    private static Edge edge(String thing, io.sluice.model.rollup.proto.Edge edge) throws RollupFormatException {
        return new Edge(edge.getTsMillis(), edge.getSeq(), edge.getMix(), finite(thing, edge.getValue()));
    }

    private static ExactSum sum(String thing, List<Double> parts, List<Double> upperParts)
            throws RollupFormatException {
        return ExactSum.ofParts(parts(thing, parts), parts(thing, upperParts));
    }

    private static double[] parts(String thing, List<Double> list) throws RollupFormatException {
        require(list.size() <= MAX_PARTS, thing, "at most " + MAX_PARTS, list.size());
        double[] parts = new double[list.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = finite(thing, list.get(i));
            // Larger ones belong into the upper parts; here they could overflow.
            require(Math.abs(parts[i]) < 0x1p1010, thing, "below 2^1010", parts[i]);
        }
        return parts;
    }
}
