package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import java.util.ArrayDeque;

/**
 * What ingest and the jobs say of one (device, epoch), and equation (b): new = counted + late + in flight, where in
 * flight is measured by how many of the new messages the jobs have read. Their position is stamped by ingest into what
 * it forwards, so a block that was lost on the way makes position − counted − late differ from 0; a lost tail is found
 * once the jobs have read to the end of the topic and their position still falls short.
 */
final class StageFacts {
    /** One a second, of which ingest says one a second as well. */
    private static final int MAX_AHEAD = 4;

    private DeviceScreened screened = DeviceScreened.getDefaultInstance();
    private DeviceCounted counted = DeviceCounted.getDefaultInstance();

    /** Facts of the jobs that are ahead of ingest's, which they can be by a second; oldest first. */
    private final ArrayDeque<DeviceCounted> ahead = new ArrayDeque<>(1);

    StageFacts copy() {
        StageFacts copy = new StageFacts();
        copy.screened = screened;
        copy.counted = counted;
        copy.ahead.addAll(ahead);
        return copy;
    }

    void apply(DeviceScreened fact) {
        screened = fact;
        catchUp();
    }

    void apply(DeviceCounted fact) {
        // After a restart the jobs go on from an earlier position than they have told.
        while (!ahead.isEmpty() && (isFull() || ahead.getLast().getPosition() >= fact.getPosition())) {
            ahead.removeLast();
        }
        ahead.add(fact);
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

    long classified() {
        return classifiedMessages(screened) + rejected();
    }

    long classifiedMessages() {
        return classifiedMessages(screened);
    }

    /** As gateways count a device's messages: without its rejected publishes, which they count by spool alone. */
    static long classifiedMessages(DeviceScreened fact) {
        return fact.getNewMessages() + fact.getDuplicates() + fact.getConflicts() + fact.getUndecidable();
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
