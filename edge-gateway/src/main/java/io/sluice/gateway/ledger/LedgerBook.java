package io.sluice.gateway.ledger;

import io.sluice.model.ledger.LedgerKey;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The latest fact of every row, on the way from the spool's writer to checkpoints and to Kafka. The writer only puts
 * facts into a queue; everything else happens on the keeper's thread, and facts of one row replace each other, so that
 * memory is bounded by the number of rows however long Kafka is away. What is only said again after a start waits
 * behind what is new, and partitions' facts behind that: one says that all before it was told in its row.
 */
public final class LedgerBook implements FactSink {
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<LedgerRecord> unsendable = new ConcurrentLinkedQueue<>();
    private final Map<String, LedgerRecord> latest = new HashMap<>();
    private final Map<String, LedgerRecord> unsent = new LinkedHashMap<>();
    /** Said again, and of no row that is among the others. */
    private final Map<String, LedgerRecord> unsentAgain = new LinkedHashMap<>();
    /** Partitions' facts that wait until all is said again. */
    private final Map<String, LedgerRecord> held = new LinkedHashMap<>();

    private long coveredPosition = -1;

    @Override
    public void fact(LedgerRecord fact) {
        arrivals.add(new Arrival(fact, false, 0));
    }

    @Override
    public void factAgain(LedgerRecord fact) {
        arrivals.add(new Arrival(fact, true, 0));
    }

    @Override
    public void covered(long position) {
        arrivals.add(new Arrival(null, false, position));
    }

    /** Takes in what the writer has said since the last time. */
    public void absorb() {
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            if (next.fact == null) {
                coveredPosition = next.position;
            } else {
                String key = LedgerKey.of(next.fact);
                latest.put(key, next.fact);
                if (next.isSaidAgain && !unsent.containsKey(key)) {
                    unsentAgain.put(key, next.fact);
                } else {
                    toSend(key, next.fact);
                }
            }
        }
        for (LedgerRecord failed = unsendable.poll(); failed != null; failed = unsendable.poll()) {
            String key = LedgerKey.of(failed);
            toSend(key, Objects.requireNonNull(latest.get(key)));
        }
        if (unsentAgain.isEmpty()) {
            unsent.putAll(held);
            held.clear();
        }
    }

    private void toSend(String key, LedgerRecord fact) {
        if (fact.hasSpoolAppended()) {
            held.put(key, fact);
        } else {
            unsent.put(key, fact);
            unsentAgain.remove(key);
        }
    }

    /** Every record before this position is in the facts; negative before the writer has said so once. */
    public long coveredPosition() {
        return coveredPosition;
    }

    public Collection<LedgerRecord> facts() {
        return latest.values();
    }

    /**
     * The facts to send, at most so many; each must be {@link #sendAgain given back} if it could not be sent. What is
     * said again comes after what is new, but a quarter is its own where it waits.
     */
    public List<LedgerRecord> takeUnsent(int max) {
        List<LedgerRecord> taken = new ArrayList<>(Math.min(max, unsent.size() + unsentAgain.size()));
        take(unsent, max - Math.min(unsentAgain.size(), max / 4), taken);
        take(unsentAgain, max, taken);
        return taken;
    }

    private static void take(Map<String, LedgerRecord> facts, int max, List<LedgerRecord> taken) {
        Iterator<LedgerRecord> all = facts.values().iterator();
        while (taken.size() < max && all.hasNext()) {
            taken.add(all.next());
            all.remove();
        }
    }

    /** Any thread. What is sent again is the row's latest fact: an old one must not replace a new one in Kafka. */
    public void sendAgain(LedgerRecord fact) {
        unsendable.add(fact);
    }

    private record Arrival(@Nullable LedgerRecord fact, boolean isSaidAgain, long position) {}
}
