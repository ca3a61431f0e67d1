package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * One (device, epoch) and equation (b): new = counted + late + in flight, where in flight is measured by how many of
 * the new messages the jobs have read. Their position is stamped by ingest into what it forwards, so a block that was
 * lost on the way makes position − counted − late differ from 0; a lost tail is found once the jobs have read to the
 * end of the topic and their position still falls short.
 */
final class DeviceRow {
    /** One a second, of which ingest says one a second as well. */
    private static final int MAX_AHEAD = 4;

    private final Map<String, DeviceAppended> appended = new HashMap<>();
    private DeviceScreened screened = DeviceScreened.getDefaultInstance();
    private DeviceCounted counted = DeviceCounted.getDefaultInstance();

    /** Facts of the jobs that are ahead of ingest's, which they can be by a second; oldest first. */
    private final ArrayDeque<DeviceCounted> ahead = new ArrayDeque<>(1);

    private long changedMillis;
    private long movedMillis;

    void apply(DeviceAppended fact, long nowMillis) {
        if (!fact.equals(appended.put(fact.getSpool(), fact))) {
            movedMillis = nowMillis;
        }
    }

    void apply(DeviceScreened fact, long nowMillis) {
        screened = fact;
        changedMillis = nowMillis;
        movedMillis = nowMillis;
        catchUp();
    }

    void apply(DeviceCounted fact, long nowMillis) {
        // After a restart the jobs go on from an earlier position than they have told.
        while (!ahead.isEmpty() && (isFull() || ahead.getLast().getPosition() >= fact.getPosition())) {
            ahead.removeLast();
        }
        ahead.add(fact);
        changedMillis = nowMillis;
        catchUp();
    }

    private boolean isFull() {
        return ahead.size() == MAX_AHEAD;
    }

    private void catchUp() {
        while (!ahead.isEmpty() && ahead.getFirst().getPosition() <= screened.getNewMessages()) {
            counted = ahead.removeFirst();
        }
    }

    DeviceScreened screened() {
        return screened;
    }

    /**
     * What the jobs have counted of what ingest says is new, so that the equation holds while both go on; all that they
     * have counted once that is settled.
     */
    DeviceCounted counted(boolean isSettled) {
        return isSettled ? latest() : counted;
    }

    private DeviceCounted latest() {
        return ahead.isEmpty() ? counted : ahead.getLast();
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

    long classified() {
        return classifiedMessages() + rejected();
    }

    /**
     * As gateways count a device's messages: without its rejected publishes, which are no part of {@link #appended}.
     */
    long classifiedMessages() {
        return screened.getNewMessages()
                + screened.getDuplicates()
                + screened.getConflicts()
                + screened.getUndecidable();
    }

    /** Messages that were classified here and appended, as far as is known, in the row of further epochs. */
    long appendedElsewhere() {
        return Math.max(0, classifiedMessages() - appended());
    }

    long rejected() {
        return screened.getRejectedMap().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Whether the jobs have read anything else than what ingest says is new. */
    boolean isApart() {
        return latest().getPosition() != screened.getNewMessages();
    }

    /** @param isSettled the jobs have read everything there is, so nothing can be in flight any more */
    long jobsInFlight(boolean isSettled) {
        return isSettled ? 0 : Math.max(0, behind(counted));
    }

    private long behind(DeviceCounted fact) {
        return screened.getNewMessages() - fact.getPosition();
    }

    long jobsResidue(boolean isSettled) {
        DeviceCounted fact = counted(isSettled);
        long merged = fact.getPosition() - fact.getCounted() - fact.getLate();
        long mergedXor = fact.getPositionXor() ^ fact.getCountedXor() ^ fact.getLateXor();
        long read = isSettled ? behind(fact) : 0;
        long readXor = behind(fact) == 0 ? screened.getNewXor() ^ fact.getPositionXor() : 0;
        return Imbalance.of(merged, mergedXor) + Imbalance.of(read, readXor);
    }
}
