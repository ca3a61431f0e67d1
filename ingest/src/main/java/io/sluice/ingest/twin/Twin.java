package io.sluice.ingest.twin;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.message.DeviceMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device as last seen. Values go by their ts, so a drained backlog does not hide what is newer. */
public final class Twin {
    private static final int VERSION = 3;

    /** Before it was known when a device was heard by way of another gateway; still written where it was not. */
    private static final int BY_ONE_GATEWAY = 2;

    /** Before devices could die. */
    private static final int WITHOUT_DEATH = 1;

    /** A clock is put right by that at a time; more, and it was wrong before. */
    private static final long SLACK_MILLIS = 10_000;

    private final LastValues values = new LastValues();
    private final Cadence cadence;
    private long firstSeenMillis;
    private long lastSeenMillis;
    private long messages;
    private long lastTsMillis = Long.MIN_VALUE;
    private String epoch = "";
    private long seq;
    private String spool = "";
    private long lastCounter;
    private long diedMillis;
    /** When it was last seen by way of another gateway than the spool's, 0 for never. */
    private long elsewhereMillis;

    private Twin(Cadence cadence) {
        this.cadence = cadence;
    }

    public static Twin from(byte @Nullable [] row) {
        if (row == null) {
            return new Twin(new Cadence(0));
        }
        RowReader in = new RowReader(row);
        int version = in.version(WITHOUT_DEATH, VERSION);
        Twin twin = new Twin(new Cadence(in.unsigned()));
        twin.firstSeenMillis = in.unsigned();
        twin.lastSeenMillis = in.unsigned();
        twin.messages = in.unsigned();
        twin.lastTsMillis = in.fixed();
        twin.epoch = in.text();
        twin.seq = in.unsigned();
        if (version > WITHOUT_DEATH) {
            twin.spool = in.text();
            twin.lastCounter = in.unsigned();
            twin.diedMillis = in.unsigned();
        }
        twin.elsewhereMillis = version > BY_ONE_GATEWAY ? in.unsigned() : 0;
        twin.values.read(in);
        return twin;
    }

    public byte[] toBytes() {
        RowWriter out = new RowWriter().unsigned(elsewhereMillis == 0 ? BY_ONE_GATEWAY : VERSION);
        out.unsigned(cadence.millis()).unsigned(firstSeenMillis).unsigned(lastSeenMillis);
        out.unsigned(messages).fixed(lastTsMillis).text(epoch).unsigned(seq);
        out.text(spool).unsigned(lastCounter).unsigned(diedMillis);
        if (elsewhereMillis != 0) {
            out.unsigned(elsewhereMillis);
        }
        values.write(out);
        return out.toBytes();
    }

    /** New messages of the device, which arrived together: it is alive. */
    public void see(String fromSpool, List<CountedMessage> arrived, long nowMillis) {
        comesBy(fromSpool);
        see(arrived, nowMillis);
        hear(fromSpool, arrived.get(arrived.size() - 1).counter());
    }

    /** What it said may be nothing new, such as a message sent again over its next connection: it is alive. */
    public void hear(String fromSpool, long counter) {
        comesBy(fromSpool);
        lastCounter = Math.max(lastCounter, counter);
        diedMillis = 0;
    }

    private void comesBy(String fromSpool) {
        if (!fromSpool.equals(spool)) {
            elsewhereMillis = spool.isEmpty() ? 0 : lastSeenMillis;
            spool = fromSpool;
            lastCounter = 0;
        }
    }

    /**
     * Its client was lost, after all messages below the counter. That comes again now and then; what the device has
     * said since is told by the counter, or where that was by way of another gateway, by the time: a backlog that is
     * drained tells of both late.
     *
     * @return whether that is news
     */
    public boolean die(String fromSpool, long beforeCounter, long atMillis) {
        boolean isStale = fromSpool.equals(spool)
                ? lastCounter >= beforeCounter || atMillis <= elsewhereMillis
                : atMillis <= lastSeenMillis;
        if (isStale || diedMillis == atMillis) {
            return false;
        }
        diedMillis = Math.max(diedMillis, atMillis);
        return true;
    }

    private void see(List<CountedMessage> arrived, long nowMillis) {
        if (messages == 0) {
            firstSeenMillis = nowMillis;
        } else {
            cadence.observe(nowMillis - lastSeenMillis, newestTs(arrived) - lastTsMillis, arrived.size());
        }
        lastSeenMillis = lastSeenMillis > nowMillis + SLACK_MILLIS ? nowMillis : Math.max(lastSeenMillis, nowMillis);
        messages += arrived.size();
        for (CountedMessage counted : arrived) {
            take(counted.message());
        }
        values.makeRoom();
    }

    private static long newestTs(List<CountedMessage> arrived) {
        return arrived.stream()
                .mapToLong(counted -> counted.message().tsMillis())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private void take(DeviceMessage message) {
        if (message.tsMillis() >= lastTsMillis) {
            lastTsMillis = message.tsMillis();
            epoch = message.epoch();
            seq = message.seq();
        }
        values.take(message);
    }

    public long firstSeenMillis() {
        return firstSeenMillis;
    }

    public long lastSeenMillis() {
        return lastSeenMillis;
    }

    /** New ones, of all epochs. */
    public long messages() {
        return messages;
    }

    public String epoch() {
        return epoch;
    }

    public long seq() {
        return seq;
    }

    public long cadenceMillis() {
        return cadence.millis();
    }

    public boolean isAlive() {
        return diedMillis == 0;
    }

    /** 0 while it is alive. */
    public long diedMillis() {
        return diedMillis;
    }

    /** By metric. */
    public Map<String, LastValue> values() {
        return values.byMetric();
    }
}
