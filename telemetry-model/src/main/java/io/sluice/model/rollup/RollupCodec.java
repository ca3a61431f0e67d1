package io.sluice.model.rollup;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.proto.RollupRecord;

/** Rollups as Protobuf ({@code rollup.proto}). Equal rollups have equal bytes, however they were merged. */
public final class RollupCodec {
    static final int MAX_METRIC_LENGTH = 128;

    private RollupCodec() {}

    public static byte[] encode(Rollup rollup) {
        return encode(
                rollup.series(),
                rollup.tier(),
                rollup.startMillis(),
                rollup.generation(),
                rollup.stats().accumulator());
    }

    /** As {@link #encode(Rollup)}, without a copy of the accumulator in between. */
    public static byte[] encode(
            SeriesKey series, Tier tier, long startMillis, int generation, RollupAccumulator content) {
        RollupRecord.Builder record = RollupRecord.newBuilder()
                .setSite(series.device().site())
                .setDevice(series.device().device())
                .setMetric(series.metric())
                .setWidthMillis(tier.widthMillis())
                .setStartMillis(startMillis)
                .setGeneration(generation);
        AccumulatorRecords.write(content, record);
        return record.build().toByteArray();
    }

    /** @throws RollupFormatException naming the field and its value, where the bytes break the schema or its rules */
    public static Rollup decode(byte[] bytes) throws RollupFormatException {
        RollupRecord record = parse(bytes);
        Tier tier = Tier.fromWidthMillis(Integer.toUnsignedLong(record.getWidthMillis()))
                .orElseThrow(() -> new RollupFormatException("width_millis must be that of a tier, was "
                        + Integer.toUnsignedString(record.getWidthMillis())));
        SeriesKey series = series(record);
        RollupAccumulator content = AccumulatorRecords.read(record);
        try {
            return new Rollup(
                    series, tier, record.getStartMillis(), record.getGeneration(), RollupStats.owning(content));
        } catch (IllegalArgumentException e) {
            throw new RollupFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static RollupRecord parse(byte[] bytes) throws RollupFormatException {
        try {
            return RollupRecord.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new RollupFormatException("rollup must be Protobuf, was not: " + e.getMessage(), e);
        }
    }

    private static SeriesKey series(RollupRecord record) throws RollupFormatException {
        int length = record.getMetric().length();
        if (length == 0 || length > MAX_METRIC_LENGTH) {
            throw new RollupFormatException("metric must be 1 to 128 characters, was " + length);
        }
        DeviceId device = DeviceId.tryOf(record.getSite(), record.getDevice())
                .orElseThrow(() -> new RollupFormatException("site and device must be ids, were not"));
        return new SeriesKey(device, record.getMetric());
    }
}
