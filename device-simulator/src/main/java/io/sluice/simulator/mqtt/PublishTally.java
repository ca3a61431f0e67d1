package io.sluice.simulator.mqtt;

import java.util.concurrent.atomic.LongAdder;

/** Counts publications and their answers. Thread-safe. */
public final class PublishTally implements PublicationListener {
    private final LongAdder published = new LongAdder();
    private final LongAdder acked = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder sent = new LongAdder();

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
        LongAdder answered = switch (answer) {
            case ACKED -> acked;
            case SENT -> sent;
            default -> refused;
        };
        answered.increment();
    }

    @Override
    public void said(Publication publication) {
        published();
        settled(publication, Answer.SENT);
    }

    public PublishCounts counts() {
        // Answers first: a count read before its publication was counted would show fewer published than answered.
        long ackedNow = acked.sum();
        long refusedNow = refused.sum();
        long sentNow = sent.sum();
        return new PublishCounts(published.sum(), ackedNow, refusedNow, sentNow);
    }
}
