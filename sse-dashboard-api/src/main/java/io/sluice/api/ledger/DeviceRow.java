package io.sluice.api.ledger;

import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.DeviceAppended;
import org.jspecify.annotations.Nullable;

/**
 * One (device, epoch): what its gateways, ingest and the jobs say of it. Ingest's facts may come before the gateway's
 * of the same messages. Equation (a) holds while both go on of what is {@link #announced}: there ingest has classified
 * no more than the gateways say was appended, and the jobs have read no more than that.
 *
 * <p>A row is kept for good, and there may be millions: what it needs only while facts move it has only then.
 */
final class DeviceRow {
    private final String epoch;
    private final StageFacts known = new StageFacts();
    private @Nullable Appended appended;

    /** Null while the gateways are not behind: then what is known is announced. */
    private @Nullable Held held;

    private long changedMillis;
    private long movedMillis;

    DeviceRow(String epoch) {
        this.epoch = epoch;
    }

    /** Whether it says something else than what was known. */
    boolean apply(DeviceAppended fact, SpoolRows spools, long nowMillis) {
        Appended gateway = gateway(fact.getSpool());
        if (gateway == null) {
            gateway = new Appended(spools.row(fact.getSpool(), fact.getPartition()), appended);
            appended = gateway;
        } else if (gateway.isSameAs(fact)) {
            return false;
        }
        gateway.apply(fact, spools);
        movedMillis = nowMillis;
        if (held != null) {
            held.sinceMillis = nowMillis;
            catchUp(held);
        }
        return true;
    }

    private @Nullable Appended gateway(String spool) {
        Appended of = appended;
        while (of != null && !of.isOf(spool)) {
            of = of.next();
        }
        return of;
    }

    void apply(Screened fact, long nowMillis) {
        changedMillis = nowMillis;
        movedMillis = nowMillis;
        if (held == null && fact.classifiedMessages() > appended()) {
            held = new Held(known.copy(), nowMillis);
        }
        known.apply(fact);
        if (held != null) {
            held.add(fact);
            catchUp(held);
        }
    }

    void apply(Counted fact, long nowMillis) {
        changedMillis = nowMillis;
        known.apply(fact);
        if (held != null) {
            held.announced.apply(fact);
        }
    }

    private void catchUp(Held behind) {
        if (behind.catchUp(appended())) {
            held = null;
        }
    }

    /** Of a row whose epoch may be counted in another one nothing is held: nobody can wait for its own gateway's. */
    void release() {
        held = null;
    }

    /** Of a row of publishes that named no device, also who writes it. */
    String epoch() {
        return epoch;
    }

    /** Whether a gateway counts in it what ingest and the jobs count in rows of an epoch each. */
    boolean isOfFurtherEpochs() {
        return epoch.equals(LedgerKey.FURTHER_EPOCHS);
    }

    /** All that ingest and the jobs say. */
    StageFacts known() {
        return known;
    }

    /** What they say of the messages that the gateways have announced. */
    StageFacts announced() {
        return held == null ? known : held.announced;
    }

    /** Whether ingest has said something for so long that its gateways have not announced in this row. */
    boolean isUnannounced(long nowMillis) {
        return held != null && Math.abs(nowMillis - held.sinceMillis) >= LedgerBook.DEVICE_SETTLE_MILLIS;
    }

    /** When ingest or the jobs last said something else. */
    long changedMillis() {
        return changedMillis;
    }

    /** When anyone last said something else. */
    long movedMillis() {
        return movedMillis;
    }

    /** The last of its gateways, null while there is none. */
    @Nullable
    Appended gateways() {
        return appended;
    }

    long appended() {
        long messages = 0;
        for (Appended of = appended; of != null; of = of.next()) {
            messages += of.messages();
        }
        return messages;
    }

    /** Messages that were classified here and appended, as far as is known, in the row of further epochs. */
    long appendedElsewhere() {
        return Math.max(0, known.classifiedMessages() - appended());
    }
}
