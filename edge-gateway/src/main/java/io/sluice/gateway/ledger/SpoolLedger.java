package io.sluice.gateway.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.identity.Partitions;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SpoolAppended;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a spool has appended: per partition the next counter, per device and epoch the messages, each with the xor of
 * identity mixes. Belongs to the spool's writer thread, without locks: the writer counts while it encodes, and asks for
 * facts or a checkpoint only when everything counted is durable.
 */
public final class SpoolLedger {
    /** Nearly three years of a boot a day. */
    private static final int MAX_EPOCHS = 1_000;
    /** In the heap some 90 MB. */
    private static final int MAX_ROWS = 200_000;

    private final String spool;
    private final EpochRoom room;
    private final long[] nextCounters;
    private final long[] xors;
    private final boolean[] changedPartitions;
    private final Map<DeviceId, DeviceRows> devices = new HashMap<>();
    private final WaitingRows waiting = new WaitingRows();

    public SpoolLedger(String spool, int partitions) {
        this(spool, partitions, new EpochRoom(MAX_EPOCHS, MAX_ROWS));
    }

    SpoolLedger(String spool, int partitions, EpochRoom room) {
        this.spool = spool;
        this.room = room;
        nextCounters = new long[partitions];
        xors = new long[partitions];
        changedPartitions = new boolean[partitions];
    }

    public String spool() {
        return spool;
    }

    public int partitions() {
        return nextCounters.length;
    }

    public long nextCounter(int partition) {
        return nextCounters[partition];
    }

    /** Counts one message, which takes the partition's next counter. */
    public void append(DeviceId device, String epoch, int partition, long seq) {
        DeviceRow row = rows(device, partition).of(epoch);
        long mix = row.mix(epoch, seq);
        row.appended++;
        row.appendedXor ^= mix;
        row.lastCounter = count(partition, mix);
        waiting.addChanged(row);
    }

    /** Counts one refused publish, which takes the partition's next counter. */
    public void appendRejected(int partition) {
        count(partition, IdentityMix.ofCounter(spool, partition, nextCounters[partition]));
    }

    private long count(int partition, long mix) {
        xors[partition] ^= mix;
        changedPartitions[partition] = true;
        return nextCounters[partition]++;
    }

    private DeviceRows rows(DeviceId device, int partition) {
        DeviceRows rows = devices.get(device);
        if (rows == null) {
            rows = new DeviceRows(device, partition, room);
            devices.put(device, rows);
        }
        return rows;
    }

    public int partitionOf(DeviceId device) {
        DeviceRows known = devices.get(device);
        return known == null ? Partitions.of(device, partitions()) : known.partition();
    }

    /** How many device rows have changed since their last fact. */
    public int changedRows() {
        return waiting.changed();
    }

    /** Facts of the partitions that changed. */
    public void partitionFacts(long asOfMillis, Consumer<LedgerRecord> facts) {
        for (int p = 0; p < changedPartitions.length; p++) {
            if (changedPartitions[p]) {
                changedPartitions[p] = false;
                facts.accept(fact(asOfMillis)
                        .setSpoolAppended(SpoolAppended.newBuilder()
                                .setSpool(spool)
                                .setPartition(p)
                                .setAppendPosition(nextCounters[p])
                                .setAppendedXor(xors[p]))
                        .build());
            }
        }
    }

    /** Facts of the rows that changed, the longest waiting first, at most so many, since the writer is waiting. */
    public void deviceFacts(long asOfMillis, int max, Consumer<LedgerRecord> facts) {
        waiting.takeChanged(max, row -> facts.accept(fact(row, asOfMillis)));
    }

    /** Whether rows wait that are only {@linkplain #sayAllAgain said again}. */
    public boolean hasUnsaidRows() {
        return waiting.hasUnsaid();
    }

    /** Facts of the rows that are only {@linkplain #sayAllAgain said again}, at most so many. */
    public void unsaidFacts(long asOfMillis, int max, Consumer<LedgerRecord> facts) {
        waiting.takeUnsaid(max, row -> facts.accept(fact(row, asOfMillis)));
    }

    private LedgerRecord fact(DeviceRow row, long asOfMillis) {
        return fact(asOfMillis)
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(row.device.site())
                        .setDevice(row.device.device())
                        .setEpoch(row.epoch)
                        .setSpool(spool)
                        .setPartition(row.partition)
                        .setAppended(row.appended)
                        .setAppendedXor(row.appendedXor)
                        .setLastCounter(row.lastCounter))
                .build();
    }

    private LedgerRecord.Builder fact(long asOfMillis) {
        return LedgerRecord.newBuilder().setAsOfMillis(asOfMillis).setWriter(spool);
    }

    /**
     * Everything is said again once after a start: the last facts before a crash may not have been sent. Rows that
     * change from now on do not wait for the others, however many they are.
     */
    public void sayAllAgain() {
        for (int p = 0; p < changedPartitions.length; p++) {
            changedPartitions[p] = nextCounters[p] > 0;
        }
        devices.values().forEach(rows -> rows.forEach(waiting::addUnsaid));
    }

    /** Takes a fact of a checkpoint; {@link #replay} then brings it up to date. */
    public void restore(LedgerRecord fact) {
        if (fact.hasSpoolAppended()) {
            SpoolAppended appended = fact.getSpoolAppended();
            nextCounters[appended.getPartition()] = appended.getAppendPosition();
            xors[appended.getPartition()] = appended.getAppendedXor();
            return;
        }
        DeviceAppended appended = fact.getDeviceAppended();
        DeviceId device = DeviceId.of(appended.getSite(), appended.getDevice());
        DeviceRow row = rows(device, appended.getPartition()).restored(appended.getEpoch());
        row.appended = appended.getAppended();
        row.appendedXor = appended.getAppendedXor();
        row.lastCounter = appended.getLastCounter();
    }

    /**
     * Counts a message read back from the spool, unless the restored facts have it: a checkpoint's rows are of
     * different moments, each knows up to where it counts.
     */
    public void replay(DeviceId device, String epoch, int partition, long counter, long seq) {
        DeviceRow row = rows(device, partition).of(epoch);
        long mix = row.mix(epoch, seq);
        if (row.appended == 0 || counter > row.lastCounter) {
            row.appended++;
            row.appendedXor ^= mix;
            row.lastCounter = counter;
        }
        if (counter == nextCounters[partition]) {
            count(partition, mix);
        }
    }

    /** Counts a refused publish read back from the spool, unless the restored facts have it. */
    public void replayRejected(int partition, long counter) {
        if (counter == nextCounters[partition]) {
            appendRejected(partition);
        }
    }
}
