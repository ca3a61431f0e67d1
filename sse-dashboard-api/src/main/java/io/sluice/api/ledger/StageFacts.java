package io.sluice.api.ledger;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What ingest and the jobs say of one (device, epoch), and equation (b): new = counted + late + in flight, where in
 * flight is measured by how many of the new messages the jobs have read. Their position is stamped by ingest into what
 * it forwards, so a block that was lost on the way makes position − counted − late differ from 0; a lost tail is found
 * once the jobs have read to the end of the topic and their position still falls short.
 */
final class StageFacts {
    /** One a second, of which ingest says one a second as well. */
    private static final int MAX_AHEAD = 4;

    private Screened screened = Screened.NOTHING;
    private Counted counted = Counted.NOTHING;

    /** Facts of the jobs that are ahead of ingest's, which they can be by a second, oldest first; null for none. */
    private @Nullable ArrayDeque<Counted> ahead;

    StageFacts copy() {
        StageFacts copy = new StageFacts();
        copy.screened = screened;
        copy.counted = counted;
        copy.ahead = ahead == null ? null : new ArrayDeque<>(ahead);
        return copy;
    }

    void apply(Screened fact) {
        screened = fact;
        if (ahead != null) {
            catchUp(ahead);
        }
    }

    void apply(Counted fact) {
        ArrayDeque<Counted> later = ahead;
        if (later == null) {
            if (fact.position() <= screened.newMessages()) {
                counted = fact;
                return;
            }
            later = new ArrayDeque<>(1);
            ahead = later;
        }
        // After a restart the jobs go on from an earlier position than they have told.
        while (!later.isEmpty() && (later.size() == MAX_AHEAD || later.getLast().position() >= fact.position())) {
            later.removeLast();
        }
        later.add(fact);
        catchUp(later);
    }

    private void catchUp(ArrayDeque<Counted> later) {
        while (!later.isEmpty() && later.getFirst().position() <= screened.newMessages()) {
            counted = later.removeFirst();
        }
        if (later.isEmpty()) {
            ahead = null;
        }
    }

    Screened screened() {
        return screened;
    }

    /**
     * What the jobs have counted of what ingest says is new, so that the equation holds while both go on; all that they
     * have counted once that is settled.
     */
    Counted counted(boolean isSettled) {
        return isSettled ? latest() : counted;
    }

    private Counted latest() {
        return ahead == null ? counted : ahead.getLast();
    }

    long classified() {
        return classifiedMessages() + rejected();
    }

    long classifiedMessages() {
        return screened.classifiedMessages();
    }

    long rejected() {
        return screened.allRejected();
    }

    /** Whether the jobs have read anything else than what ingest says is new. */
    boolean isApart() {
        return latest().position() != screened.newMessages();
    }

    /** Whether the jobs have read more than ingest says is new; ingest has stamped it, so that its fact is to come. */
    boolean isAhead() {
        return latest().position() > screened.newMessages();
    }

    /** @param isSettled the jobs have read everything there is, so nothing can be in flight any more */
    long jobsInFlight(boolean isSettled) {
        return isSettled ? 0 : Math.max(0, behind(counted));
    }

    private long behind(Counted fact) {
        return screened.newMessages() - fact.position();
    }

    long jobsResidue(boolean isSettled) {
        Counted fact = counted(isSettled);
        long merged = fact.position() - fact.counted() - fact.late();
        long mergedXor = fact.positionXor() ^ fact.countedXor() ^ fact.lateXor();
        long read = isSettled ? behind(fact) : 0;
        long readXor = behind(fact) == 0 ? screened.newXor() ^ fact.positionXor() : 0;
        return Imbalance.of(merged, mergedXor) + Imbalance.of(read, readXor);
    }
}
