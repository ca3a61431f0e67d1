package io.sluice.gateway.spool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wills that are left and neither said nor called off, as far as the spool is durable; told, copied and replayed as
 * {@link OpenExchanges} are. Bounded: one that comes when there is no room lives as long as the process does.
 */
final class OpenWills {
    static final long CAPACITY_BYTES = 64L << 20;

    private final Map<Long, Will> open = new LinkedHashMap<>();
    private final long capacityBytes;
    private long bytes;

    OpenWills(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    synchronized void restore(Will will) {
        left(will);
    }

    void replay(SpoolRecord record) {
        if (record instanceof SpoolRecord.WillLeft left) {
            left(left.left());
        } else if (record instanceof SpoolRecord.WillEnded ended) {
            ended(ended.will());
        } else if (record instanceof SpoolRecord.Death death) {
            ended(death.will());
        } else if (record instanceof SpoolRecord.Messages messages) {
            said(messages.will());
        } else if (record instanceof SpoolRecord.Rejected rejected) {
            said(rejected.will());
        }
    }

    void durable(SpoolEntry entry) {
        if (entry instanceof SpoolEntry.WillLeft left) {
            left(left.left());
        } else if (entry instanceof SpoolEntry.WillEnded ended) {
            ended(ended.will());
        } else if (entry instanceof SpoolEntry.Death death) {
            ended(death.will());
        } else {
            said(entry.will());
        }
    }

    private synchronized void left(Will will) {
        ended(will.id());
        if (bytes + will.sizeBound() <= capacityBytes) {
            open.put(will.id(), will);
            bytes += will.sizeBound();
        }
    }

    /** Not locked for the publishes, which are of no will. */
    private void said(long id) {
        if (id != 0) {
            synchronized (this) {
                open.computeIfPresent(id, (same, will) -> will.said());
            }
        }
    }

    private synchronized void ended(long id) {
        Will removed = open.remove(id);
        bytes -= removed == null ? 0 : removed.sizeBound();
    }

    /** In the order in which they were left. */
    synchronized List<Will> all() {
        return List.copyOf(open.values());
    }
}
