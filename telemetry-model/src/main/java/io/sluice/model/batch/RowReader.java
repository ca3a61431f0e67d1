package io.sluice.model.batch;

import io.sluice.model.batch.proto.PublishRecord;
import io.sluice.model.batch.proto.TelemetryBatchRecord;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import java.util.Arrays;
import java.util.List;

/** Reads a batch's shapes, and hands out its messages' readings one message after the other. */
final class RowReader {
    private static final Provenance[] PROVENANCE = {
        Provenance.DEVICE, new Provenance(true, false), new Provenance(false, true), new Provenance(true, true)
    };

    private final TelemetryBatchRecord record;
    private final int[] shapeOf;
    private final int[] flagsOf;
    /** From 1, 0 for none. */
    private final int[] publishOf;

    private final Publish[] publishes;
    private final ShapeColumns[] shapes;
    private final int[] nextRow;
    private int nextMessage;

    /** @param blockSizes already compared with the entries that are there */
    RowReader(TelemetryBatchRecord record, int[] blockSizes) {
        this.record = record;
        int total = Arrays.stream(blockSizes).sum();
        List<Integer> shapeRuns = record.getMessages().getShapeRunsList();
        this.shapeOf = expand("shape_runs", shapeRuns, total, record.getShapesCount());
        this.flagsOf = expand("provenance_runs", record.getMessages().getProvenanceRunsList(), total, 4);
        this.publishes = readPublishes();
        this.publishOf = expand("publish_runs", record.getMessages().getPublishRunsList(), total, publishes.length + 1);
        this.nextRow = new int[record.getShapesCount()];
        this.shapes = readShapes(blockSizes);
    }

    private Publish[] readPublishes() {
        Publish[] read = new Publish[record.getPublishesCount()];
        for (int i = 0; i < read.length; i++) {
            PublishRecord publish = record.getPublishes(i);
            read[i] = new Publish(publish.getContent(), Checks.counter(publish.getFirstCounter()));
        }
        return read;
    }

    private ShapeColumns[] readShapes(int[] blockSizes) {
        int[] rows = new int[record.getShapesCount()];
        for (int shape : shapeOf) {
            rows[shape]++;
        }
        boolean[][] starts = new boolean[rows.length][];
        Arrays.setAll(starts, shape -> new boolean[rows[shape]]);
        markStarts(blockSizes, starts);
        ShapeColumns[] read = new ShapeColumns[rows.length];
        for (int shape = 0; shape < read.length; shape++) {
            read[shape] = new ShapeColumns(record.getShapes(shape), rows[shape], starts[shape], this::name);
        }
        return read;
    }

    /** A row starts a block where it is the block's first in its shape. */
    private void markStarts(int[] blockSizes, boolean[][] starts) {
        int[] row = new int[starts.length];
        int[] lastBlock = new int[starts.length];
        Arrays.fill(lastBlock, -1);
        int message = 0;
        for (int block = 0; block < blockSizes.length; block++) {
            for (int i = 0; i < blockSizes[block]; i++) {
                int shape = shapeOf[message++];
                starts[shape][row[shape]++] = lastBlock[shape] != block;
                lastBlock[shape] = block;
            }
        }
    }

    private static int[] expand(String part, List<Integer> runs, int total, int bound) {
        int[] expanded = new int[total];
        if (runs.isEmpty()) {
            if (total > 0 && bound == 0) {
                throw new CorruptBatchException("messages must have a shape, had none");
            }
            return expanded;
        }
        int at = 0;
        for (int i = 0; i + 1 < runs.size(); i += 2) {
            int value = runs.get(i);
            int length = runs.get(i + 1);
            if (value < 0 || value >= bound || length < 0 || length > total - at) {
                throw new CorruptBatchException(part + " must stay within " + bound + " values and " + total
                        + " messages, was " + value + " x " + length);
            }
            Arrays.fill(expanded, at, at + length, value);
            at += length;
        }
        Checks.count(part, at, total);
        return expanded;
    }

    String name(int index) {
        if (index < 0 || index >= record.getNamesCount()) {
            throw new CorruptBatchException(
                    "index of a name must be < " + record.getNamesCount() + ", was " + Integer.toUnsignedString(index));
        }
        return record.getNames(index);
    }

    DeviceMessage next(DeviceId device, String epoch, long seq, long ts) {
        int shape = shapeOf[nextMessage];
        Provenance provenance = PROVENANCE[flagsOf[nextMessage]];
        int publish = publishOf[nextMessage];
        if (publish > 0) {
            provenance = new Provenance(provenance.identityStamped(), provenance.timeStamped(), publishes[publish - 1]);
        }
        nextMessage++;
        return shapes[shape].message(nextRow[shape]++, device, epoch, seq, ts, provenance);
    }
}
