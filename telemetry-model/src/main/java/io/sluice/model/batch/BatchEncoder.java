package io.sluice.model.batch;

import com.google.protobuf.ByteString;
import io.sluice.model.batch.proto.ColumnKind;
import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.DeathRecord;
import io.sluice.model.batch.proto.PublishRecord;
import io.sluice.model.batch.proto.ShapeRecord;
import io.sluice.model.batch.proto.TelemetryBatchRecord;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.message.ReadingKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes one batch. One use. */
final class BatchEncoder {
    /** So many are looked through before one is looked up. */
    private static final int FEW_SHAPES = 8;

    private final TelemetryBatchRecord.Builder record = TelemetryBatchRecord.newBuilder();
    private final Names names = new Names(record);
    private final Map<Shape.Key, Integer> shapeIndices = new HashMap<>();
    private final List<Shape> shapes = new ArrayList<>();
    private @Nullable Publish lastPublish;

    TelemetryBatchRecord encode(TelemetryBatch batch) {
        record.setSpool(batch.spool());
        BlockColumnsEncoder.write(batch.blocks(), names, record.getBlocksBuilder(), record.getMessagesBuilder());
        gather(batch.blocks());
        for (Shape shape : shapes) {
            record.addShapes(write(shape));
        }
        for (RejectedMessage rejected : batch.rejected()) {
            record.addRejected(RejectedRecords.write(rejected));
        }
        for (DeviceDeath death : batch.deaths()) {
            record.addDeaths(DeathRecord.newBuilder()
                    .setSite(death.device().site())
                    .setDevice(death.device().device())
                    .setBeforeCounter(death.beforeCounter())
                    .setAtMillis(death.atMillis()));
        }
        return record.build();
    }

    private void gather(List<DeviceBlock> blocks) {
        Runs shapeRuns = new Runs(record.getMessagesBuilder()::addShapeRuns);
        Runs provenanceRuns = new Runs(record.getMessagesBuilder()::addProvenanceRuns);
        Runs publishRuns = new Runs(record.getMessagesBuilder()::addPublishRuns);
        int current = -1;
        for (int b = 0; b < blocks.size(); b++) {
            for (CountedMessage counted : blocks.get(b).messages()) {
                DeviceMessage message = counted.message();
                if (current < 0 || !shapes.get(current).fits(message)) {
                    current = shapeOf(message);
                }
                shapes.get(current).add(message, b);
                shapeRuns.add(current);
                provenanceRuns.add(flags(message.provenance()));
                publishRuns.add(
                        blocks.get(b).carry() == null
                                ? numberOf(message.provenance().publish())
                                : 0);
            }
        }
        shapeRuns.flush();
        provenanceRuns.flush();
        publishRuns.flush();
        dropTrivialRuns();
    }

    private void dropTrivialRuns() {
        if (shapes.size() <= 1) {
            record.getMessagesBuilder().clearShapeRuns();
        }
        List<Integer> provenance = record.getMessagesBuilder().getProvenanceRunsList();
        if (provenance.size() == 2 && provenance.get(0) == 0) {
            record.getMessagesBuilder().clearProvenanceRuns();
        }
        if (record.getPublishesCount() == 0) {
            record.getMessagesBuilder().clearPublishRuns();
        }
    }

    /** From 1; the messages of a publish follow each other. */
    private int numberOf(@Nullable Publish publish) {
        if (publish == null) {
            return 0;
        }
        if (!publish.equals(lastPublish)) {
            lastPublish = publish;
            record.addPublishes(
                    PublishRecord.newBuilder().setContent(publish.content()).setFirstCounter(publish.firstCounter()));
        }
        return record.getPublishesCount();
    }

    private int shapeOf(DeviceMessage message) {
        for (int i = Math.max(0, shapes.size() - FEW_SHAPES); i < shapes.size(); i++) {
            if (shapes.get(i).fits(message)) {
                return i;
            }
        }
        Shape shape = new Shape(message);
        Integer known = shapeIndices.putIfAbsent(shape.key(), shapes.size());
        if (known != null) {
            return known;
        }
        shapes.add(shape);
        return shapes.size() - 1;
    }

    static int flags(Provenance provenance) {
        return (provenance.identityStamped() ? 1 : 0) | (provenance.timeStamped() ? 2 : 0);
    }

    private ShapeRecord write(Shape shape) {
        ShapeRecord.Builder out = ShapeRecord.newBuilder();
        for (int i = 0; i < shape.metrics.length; i++) {
            out.addColumns(column(shape, i));
        }
        return out.build();
    }

    private ColumnRecord column(Shape shape, int i) {
        ColumnRecord.Builder column = ColumnRecord.newBuilder()
                .setMetric(names.indexOf(shape.metrics[i]))
                .setKind(ColumnKind.forNumber(shape.kinds[i].ordinal()));
        switch (shape.kinds[i]) {
            case NUMBER -> NumberColumns.write(shape.numbers(i), shape.starts(), column);
            case BOOLEAN -> column.setBits(bits(shape.numbers(i)));
            case TEXT -> shape.rows.forEach(row -> column.addTexts(names.indexOf(Objects.requireNonNull(row.text(i)))));
        }
        return column.build();
    }

    private static ByteString bits(double[] numbers) {
        byte[] bits = new byte[(numbers.length + 7) / 8];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0) {
                bits[i >>> 3] |= (byte) (1 << (i & 7));
            }
        }
        return ByteString.copyFrom(bits);
    }

    static ReadingKind kind(ColumnKind kind) {
        return switch (kind) {
            case NUMBER -> ReadingKind.NUMBER;
            case BOOLEAN -> ReadingKind.BOOLEAN;
            case TEXT -> ReadingKind.TEXT;
            case UNRECOGNIZED -> throw new CorruptBatchException("kind of a column must be known, was not");
        };
    }
}
