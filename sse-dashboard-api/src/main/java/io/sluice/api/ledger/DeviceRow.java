package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One (device, epoch): what its gateways, ingest and the jobs say of it. Ingest's facts may come before the gateway's
 * of the same messages. Equation (a) holds while both go on of what is {@link #announced}: there ingest has classified
 * no more than the gateways say was appended, and the jobs have read no more than that.
 */
final class DeviceRow {
    /** One a second, of which a gateway says one a second as well. */
    private static final int MAX_AHEAD = 4;

    private final Map<String, DeviceAppended> appended = new HashMap<>();
    private final StageFacts known = new StageFacts();

    /** Null while the gateways are not behind: then it is all that is known. */
    private @Nullable StageFacts held;

    /** Facts of ingest that are ahead of the gateways', oldest first. */
    private final ArrayDeque<DeviceScreened> ahead = new ArrayDeque<>(1);

    private long heldMillis;
    private long changedMillis;
    private long movedMillis;

    /** Whether it says something else than what was known. */
    boolean apply(DeviceAppended fact, long nowMillis) {
        if (fact.equals(appended.put(fact.getSpool(), fact))) {
            return false;
        }
        movedMillis = nowMillis;
        heldMillis = nowMillis;
        catchUp();
        return true;
    }

    void apply(DeviceScreened fact, long nowMillis) {
        changedMillis = nowMillis;
        movedMillis = nowMillis;
        if (held == null && isAhead(fact)) {
            held = known.copy();
            heldMillis = nowMillis;
        }
        known.apply(fact);
        if (held != null) {
            hold(fact);
            catchUp();
        }
    }

    void apply(DeviceCounted fact, long nowMillis) {
        changedMillis = nowMillis;
        known.apply(fact);
        if (held != null) {
            held.apply(fact);
        }
    }

    private void hold(DeviceScreened fact) {
        while (!ahead.isEmpty()
                && (ahead.size() == MAX_AHEAD
                        || StageFacts.classifiedMessages(ahead.getLast()) >= StageFacts.classifiedMessages(fact))) {
            ahead.removeLast();
        }
        ahead.add(fact);
    }

    private void catchUp() {
        while (held != null && !ahead.isEmpty() && !isAhead(ahead.getFirst())) {
            held.apply(ahead.removeFirst());
        }
        if (ahead.isEmpty()) {
            held = null;
        }
    }

    private boolean isAhead(DeviceScreened fact) {
        return StageFacts.classifiedMessages(fact) > appended();
    }

    /** All that ingest and the jobs say. */
    StageFacts known() {
        return known;
    }

    /** What they say of the messages that the gateways have announced. */
    StageFacts announced() {
        return held == null ? known : held;
    }

    /** Whether ingest has said something for so long that its gateways have not announced in this row. */
    boolean isUnannounced(long nowMillis) {
        return held != null && Math.abs(nowMillis - heldMillis) >= LedgerBook.DEVICE_SETTLE_MILLIS;
    }

    /** When ingest or the jobs last said something else. */
    long changedMillis() {
        return changedMillis;
    }

    /** When anyone last said something else. */
    long movedMillis() {
        return movedMillis;
    }

    Collection<DeviceAppended> appendedBySpool() {
        return appended.values();
    }

    long appended() {
        return appended.values().stream().mapToLong(DeviceAppended::getAppended).sum();
    }

    /** Messages that were classified here and appended, as far as is known, in the row of further epochs. */
    long appendedElsewhere() {
        return Math.max(0, known.classifiedMessages() - appended());
    }
}
