package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
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
    private final Map<String, DeviceAppended> appended = new HashMap<>();
    private DeviceScreened screened = DeviceScreened.getDefaultInstance();
    private DeviceCounted counted = DeviceCounted.getDefaultInstance();
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
    }

    void apply(DeviceCounted fact, long nowMillis) {
        counted = fact;
        changedMillis = nowMillis;
    }

    DeviceScreened screened() {
        return screened;
    }

    DeviceCounted counted() {
        return counted;
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

    private long rejected() {
        return screened.getRejectedMap().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How far the jobs' position is behind, negative where ingest's fact is older than theirs. */
    long behind() {
        return screened.getNewMessages() - counted.getPosition();
    }

    /** @param isSettled the jobs have read everything there is, so nothing can be in flight any more */
    long jobsInFlight(boolean isSettled) {
        return isSettled ? 0 : Math.max(0, behind());
    }

    long jobsResidue(boolean isSettled) {
        long merged = counted.getPosition() - counted.getCounted() - counted.getLate();
        long mergedXor = counted.getPositionXor() ^ counted.getCountedXor() ^ counted.getLateXor();
        long read = isSettled ? behind() : 0;
        long readXor = behind() == 0 ? screened.getNewXor() ^ counted.getPositionXor() : 0;
        return Imbalance.of(merged, mergedXor) + Imbalance.of(read, readXor);
    }
}
