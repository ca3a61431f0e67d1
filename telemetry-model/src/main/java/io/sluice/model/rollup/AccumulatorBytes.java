package io.sluice.model.rollup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An accumulator as compact bytes for a job's state, about 30 for a single reading. The bytes are read back by the code
 * that wrote them, or a later one: version the state that holds them. What goes to others is {@link RollupCodec}'s.
 */
public final class AccumulatorBytes {
    private AccumulatorBytes() {}

    public static void write(RollupAccumulator content, DataOutput out) throws IOException {
        Varints.write(content.count(), out);
        if (content.count() == 0) {
            return;
        }
        writeEdge(content.first(), out);
        if (content.count() == 1) {
            return;
        }
        writeEdge(content.last(), out);
        out.writeDouble(content.min());
        out.writeDouble(content.max());
        out.writeLong(content.identities());
        writeSum(content.exactSum(), out);
        writeSum(content.exactSquares(), out);
        writeSketch(content.sketch(), out);
    }

    public static RollupAccumulator read(DataInput in) throws IOException {
        long count = Varints.read(in);
        if (count == 0) {
            return new RollupAccumulator();
        }
        Edge first = readEdge(in);
        if (count == 1) {
            RollupAccumulator single = new RollupAccumulator();
            single.add(first.value(), first.tsMillis(), first.seq(), first.mix());
            return single;
        }
        Edge last = readEdge(in);
        double min = in.readDouble();
        double max = in.readDouble();
        long identities = in.readLong();
        ExactSum sum = readSum(in);
        ExactSum squares = readSum(in);
        return RollupAccumulator.of(sum, squares, readSketch(in), min, max, first, last)
                .withIdentities(identities);
    }

    private static void writeEdge(Edge edge, DataOutput out) throws IOException {
        Varints.writeSigned(edge.tsMillis(), out);
        Varints.write(edge.seq(), out);
        out.writeLong(edge.mix());
        out.writeDouble(edge.value());
    }

    private static Edge readEdge(DataInput in) throws IOException {
        return new Edge(Varints.readSigned(in), Varints.read(in), in.readLong(), in.readDouble());
    }

    private static void writeSum(ExactSum sum, DataOutput out) throws IOException {
        writeDoubles(sum.parts(), out);
        writeDoubles(sum.upperParts(), out);
    }

    private static ExactSum readSum(DataInput in) throws IOException {
        return ExactSum.ofParts(readDoubles(in), readDoubles(in));
    }

    private static void writeDoubles(double[] values, DataOutput out) throws IOException {
        out.writeByte(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static double[] readDoubles(DataInput in) throws IOException {
        double[] values = new double[in.readUnsignedByte()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    private static void writeSketch(QuantileSketch sketch, DataOutput out) throws IOException {
        writeDoubles(sketch.raw(), out);
        if (!sketch.isBucketed()) {
            return;
        }
        Varints.write(sketch.zeros(), out);
        writeBuckets(sketch.positives(), out);
        writeBuckets(sketch.negatives(), out);
    }

    /** Without raw values it is bucketed: only an empty one has neither, and that is not written. */
    private static QuantileSketch readSketch(DataInput in) throws IOException {
        double[] raw = readDoubles(in);
        if (raw.length == 0) {
            return QuantileSketch.ofBuckets(Varints.read(in), readBuckets(in), readBuckets(in));
        }
        QuantileSketch sketch = new QuantileSketch();
        for (double value : raw) {
            sketch.add(value);
        }
        return sketch;
    }

    private static void writeBuckets(@Nullable LogBuckets buckets, DataOutput out) throws IOException {
        int size = buckets == null ? 0 : buckets.size();
        Varints.write(size, out);
        int last = 0;
        for (int i = 0; i < size && buckets != null; i++) {
            Varints.writeSigned(buckets.index(i) - last, out);
            Varints.write(buckets.count(i), out);
            last = buckets.index(i);
        }
    }

    private static @Nullable LogBuckets readBuckets(DataInput in) throws IOException {
        long size = Varints.read(in);
        if (size == 0) {
            return null;
        }
        LogBuckets buckets = new LogBuckets();
        long index = 0;
        for (long i = 0; i < size; i++) {
            index += Varints.readSigned(in);
            buckets.add((int) index, Varints.read(in));
        }
        return buckets;
    }
}
