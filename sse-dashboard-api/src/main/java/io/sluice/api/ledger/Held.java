package io.sluice.api.ledger;

import java.util.ArrayDeque;

/** What is shown of a row while its gateways are behind ingest. */
final class Held {
    /** One a second, of which a gateway says one a second as well. */
    private static final int MAX_AHEAD = 4;

    final StageFacts announced;
    long sinceMillis;

    /** Facts of ingest that are ahead of the gateways', oldest first. */
    private final ArrayDeque<Screened> ahead = new ArrayDeque<>(1);

    Held(StageFacts announced, long nowMillis) {
        this.announced = announced;
        this.sinceMillis = nowMillis;
    }

    void add(Screened fact) {
        while (!ahead.isEmpty()
                && (ahead.size() == MAX_AHEAD || ahead.getLast().classifiedMessages() >= fact.classifiedMessages())) {
            ahead.removeLast();
        }
        ahead.add(fact);
    }

    /** Takes what the gateways have announced by now; whether that is all. */
    boolean catchUp(long appended) {
        while (!ahead.isEmpty() && ahead.getFirst().classifiedMessages() <= appended) {
            announced.apply(ahead.removeFirst());
        }
        return ahead.isEmpty();
    }
}
