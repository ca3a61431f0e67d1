package io.sluice.gateway.mqtt;

import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log in memory: commits when told to, or at once from a thread of its own; can be full; can fail. */
public final class FakeDurableLog implements DurableLog, AutoCloseable {
    private final List<SpoolEntry> taken = new ArrayList<>();
    private final List<Object> pending = new ArrayList<>();
    private @Nullable CommitListener listener;
    private @Nullable Runnable resume;
    private @Nullable Thread writer;
    private boolean full;
    private boolean closed;
    private boolean claimsRoom;
    private int room = Integer.MAX_VALUE;

    @Override
    public synchronized boolean tryAppend(SpoolEntry entry, Object token) {
        if (full || closed || room == 0) {
            return false;
        }
        room--;
        taken.add(entry);
        pending.add(token);
        notifyAll();
        return true;
    }

    /** What a session opened and did not release, whether durable or not. */
    @Override
    public synchronized List<Exchange> openExchanges() {
        Map<String, Exchange> open = new LinkedHashMap<>();
        for (SpoolEntry entry : taken) {
            if (entry.opens() != null && entry.opens().qos() == 2) {
                open.put(entry.opens().session() + entry.opens().packetId(), entry.opens());
            } else if (entry instanceof SpoolEntry.Released released) {
                open.remove(released.exchange().session() + released.exchange().packetId());
            } else if (entry instanceof SpoolEntry.SessionEnded ended) {
                open.values().removeIf(exchange -> exchange.session().equals(ended.session()));
            }
        }
        return List.copyOf(open.values());
    }

    @Override
    public boolean hasOpenExchange(String session) {
        return openExchanges().stream().anyMatch(exchange -> exchange.session().equals(session));
    }

    /** What a client left and nobody ended, whether durable or not. */
    @Override
    public synchronized List<Will> openWills() {
        Map<Long, Will> open = new LinkedHashMap<>();
        for (SpoolEntry entry : taken) {
            if (entry instanceof SpoolEntry.WillLeft left) {
                open.put(left.left().id(), left.left());
            } else if (entry instanceof SpoolEntry.WillEnded || entry instanceof SpoolEntry.Death) {
                open.remove(entry.will());
            }
        }
        return List.copyOf(open.values());
    }

    @Override
    public void onCommit(CommitListener commits) {
        listener = commits;
    }

    @Override
    public synchronized boolean isAccepting() {
        return claimsRoom || !(full || closed);
    }

    @Override
    public void onResume(Runnable task) {
        resume = task;
    }

    /** Makes all that was taken durable. */
    public void commit() {
        List<Object> tokens = takePending();
        if (listener != null && !tokens.isEmpty()) {
            listener.committed(tokens);
        }
    }

    private synchronized List<Object> takePending() {
        List<Object> tokens = List.copyOf(pending);
        pending.clear();
        return tokens;
    }

    void fail(Throwable cause) {
        synchronized (this) {
            closed = true;
            pending.clear();
        }
        if (listener != null) {
            listener.failed(cause);
        }
    }

    public synchronized void fill() {
        full = true;
    }

    /** Full, but not known to be: the append is refused and isAccepting says yes. */
    public void fillUnnoticed() {
        fillUnnoticedAfter(0);
    }

    /** Takes so many entries more before. */
    public synchronized void fillUnnoticedAfter(int entries) {
        room = entries;
        claimsRoom = true;
    }

    public void makeRoom() {
        synchronized (this) {
            full = false;
            claimsRoom = false;
            room = Integer.MAX_VALUE;
        }
        if (resume != null) {
            resume.run();
        }
    }

    public synchronized List<SpoolEntry> taken() {
        return List.copyOf(taken);
    }

    /** The messages of all entries, in order. */
    public List<DeviceMessage> messages() {
        return taken().stream()
                .filter(SpoolEntry.Messages.class::isInstance)
                .flatMap(entry -> ((SpoolEntry.Messages) entry).messages().stream())
                .toList();
    }

    /** Commits by itself from now on, in groups, as the spool does. */
    public FakeDurableLog committing() {
        Thread thread = new Thread(this::commitUntilClosed, "fake-spool-writer");
        thread.setDaemon(true);
        thread.start();
        writer = thread;
        return this;
    }

    private void commitUntilClosed() {
        while (awaitPending()) {
            commit();
        }
    }

    private synchronized boolean awaitPending() {
        try {
            while (pending.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (writer != null) {
            writer.interrupt();
        }
    }
}
