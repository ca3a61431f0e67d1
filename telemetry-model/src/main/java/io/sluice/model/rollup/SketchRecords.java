package io.sluice.model.rollup;

import io.sluice.model.rollup.proto.QuantileSketchRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sketch as {@link QuantileSketchRecord}, and back with every rule checked. */
final class SketchRecords {
    private SketchRecords() {}

    static QuantileSketchRecord write(QuantileSketch sketch) {
        QuantileSketchRecord.Builder record = QuantileSketchRecord.newBuilder();
        for (double value : sketch.raw()) {
            record.addRaw(value);
        }
        record.setZeros(sketch.zeros());
        LogBuckets positives = sketch.positives();
        for (int i = 0; positives != null && i < positives.size(); i++) {
            record.addPositiveIndexDeltas(delta(positives, i)).addPositiveCounts(positives.count(i));
        }
        LogBuckets negatives = sketch.negatives();
        for (int i = 0; negatives != null && i < negatives.size(); i++) {
            record.addNegativeIndexDeltas(delta(negatives, i)).addNegativeCounts(negatives.count(i));
        }
        return record.build();
    }

    static QuantileSketch read(QuantileSketchRecord record) throws RollupFormatException {
        LogBuckets positives = buckets(record.getPositiveIndexDeltasList(), record.getPositiveCountsList());
        LogBuckets negatives = buckets(record.getNegativeIndexDeltasList(), record.getNegativeCountsList());
        AccumulatorRecords.require(record.getZeros() >= 0, "zeros", ">= 0", record.getZeros());
        if (record.getRawCount() == 0) {
            return QuantileSketch.ofBuckets(record.getZeros(), positives, negatives);
        }
        boolean alone = record.getZeros() == 0 && positives == null && negatives == null;
        AccumulatorRecords.require(
                alone && record.getRawCount() <= QuantileSketch.MAX_RAW,
                "raw",
                "at most " + QuantileSketch.MAX_RAW + " and alone",
                record.getRawCount());
        QuantileSketch sketch = new QuantileSketch();
        for (double value : record.getRawList()) {
            sketch.add(AccumulatorRecords.finite("raw", value));
        }
        return sketch;
    }

    private static int delta(LogBuckets buckets, int i) {
        return i == 0 ? buckets.index(0) : buckets.index(i) - buckets.index(i - 1);
    }

    private static @Nullable LogBuckets buckets(List<Integer> deltas, List<Long> counts) throws RollupFormatException {
        AccumulatorRecords.require(
                deltas.size() == counts.size() && deltas.size() <= LogBuckets.MAX_SIZE,
                "buckets",
                "at most " + LogBuckets.MAX_SIZE + " indexes with a count each",
                deltas.size());
        if (deltas.isEmpty()) {
            return null;
        }
        LogBuckets buckets = new LogBuckets();
        long index = 0;
        for (int i = 0; i < deltas.size(); i++) {
            AccumulatorRecords.require(i == 0 || deltas.get(i) > 0, "index delta", "> 0", deltas.get(i));
            index += deltas.get(i);
            AccumulatorRecords.require(
                    index >= LogScale.LOWEST_INDEX && index <= LogScale.HIGHEST_INDEX,
                    "bucket index",
                    LogScale.LOWEST_INDEX + " to " + LogScale.HIGHEST_INDEX,
                    index);
            long count = counts.get(i);
            AccumulatorRecords.require(count >= 1 && count < 1L << 40, "bucket count", "1 to 2^40 - 1", count);
            buckets.add((int) index, count);
        }
        return buckets;
    }
}
