package io.sluice.simulator.mqtt;

import java.util.concurrent.atomic.LongAdder;

/** Counts publications and their answers. Thread-safe. */
public final class PublishTally implements PublicationListener {
    private final LongAdder published = new LongAdder();
    private final LongAdder acked = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** To be called before a link is given the publication, or its answer could be counted first. */
    public void published() {
        published.increment();
    }

    /** Takes back one that no link took. */
    public void withdrawn() {
        published.decrement();
    }

    @Override
    public void settled(Publication publication, Answer answer) {
        (answer == Answer.ACKED ? acked : refused).increment();
    }

    public PublishCounts counts() {
        // Answers first: a count read before its publication was counted would show fewer published than answered.
        long ackedNow = acked.sum();
        long refusedNow = refused.sum();
        return new PublishCounts(published.sum(), ackedNow, refusedNow);
    }
}
