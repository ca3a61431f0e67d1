package io.sluice.gateway.mqtt;

import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import java.util.ArrayDeque;
import java.util.List;

/** Tells what the gateway would have said in its log, what the log has taken, and what of it is durable. */
final class WatchedLog implements DurableLog {
    private final DurableLog log;
    private final Watcher watcher;
    private final ArrayDeque<SpoolEntry> underWay = new ArrayDeque<>();

    interface Watcher {
        void offered(Will will);

        void taken(SpoolEntry entry);

        void durable(SpoolEntry entry);
    }

    WatchedLog(DurableLog log, Watcher watcher) {
        this.log = log;
        this.watcher = watcher;
    }

    @Override
    public boolean tryAppend(SpoolEntry entry, Object token) {
        if (entry instanceof SpoolEntry.WillLeft left) {
            watcher.offered(left.left());
        }
        if (!log.tryAppend(entry, token)) {
            return false;
        }
        underWay.add(entry);
        watcher.taken(entry);
        return true;
    }

    @Override
    public void onCommit(CommitListener listener) {
        log.onCommit(new CommitListener() {
            @Override
            public void committed(List<Object> tokens) {
                tokens.forEach(token -> watcher.durable(underWay.remove())); // in the order of appends
                listener.committed(tokens);
            }

            @Override
            public void failed(Throwable cause) {
                listener.failed(cause);
            }
        });
    }

    @Override
    public List<Exchange> openExchanges() {
        return log.openExchanges();
    }

    @Override
    public boolean hasOpenExchange(String session) {
        return log.hasOpenExchange(session);
    }

    @Override
    public List<Will> openWills() {
        return log.openWills();
    }

    @Override
    public boolean isAccepting() {
        return log.isAccepting();
    }

    @Override
    public void onResume(Runnable listener) {
        log.onResume(listener);
    }
}
