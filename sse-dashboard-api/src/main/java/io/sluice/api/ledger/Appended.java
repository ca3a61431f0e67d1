package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import org.jspecify.annotations.Nullable;

/** What the gateways of a row say of it, one after the other: nearly every row has one. */
final class Appended {
    private final @Nullable Appended next;
    private SpoolRow spool;
    private long messages;
    private long xor;
    private long lastCounter;

    Appended(SpoolRow spool, @Nullable Appended next) {
        this.spool = spool;
        this.next = next;
    }

    @Nullable
    Appended next() {
        return next;
    }

    boolean isOf(String spoolId) {
        return spool.spool().equals(spoolId);
    }

    boolean isSameAs(DeviceAppended fact) {
        return spool.partition() == fact.getPartition()
                && messages == fact.getAppended()
                && xor == fact.getAppendedXor()
                && lastCounter == fact.getLastCounter();
    }

    void apply(DeviceAppended fact, SpoolRows spools) {
        if (spool.partition() != fact.getPartition()) {
            spool = spools.row(fact.getSpool(), fact.getPartition());
        }
        messages = fact.getAppended();
        xor = fact.getAppendedXor();
        lastCounter = fact.getLastCounter();
    }

    SpoolRow spool() {
        return spool;
    }

    long messages() {
        return messages;
    }

    long lastCounter() {
        return lastCounter;
    }
}
