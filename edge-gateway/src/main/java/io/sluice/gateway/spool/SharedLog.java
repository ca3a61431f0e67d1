package io.sluice.gateway.spool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets several fronts append to one log: each has a share, and hears of its own entries only, in append order. A
 * gateway with one front does without.
 */
public final class SharedLog {
    private final DurableLog log;
    private final List<Share> shares = new ArrayList<>();

    /** @param log that nobody listens to yet */
    public SharedLog(DurableLog log) {
        this.log = log;
        log.onCommit(new Distributor());
        log.onResume(() -> shares.forEach(Share::resume));
    }

    /** A further front's view. To be asked for before the log starts. */
    public DurableLog share() {
        Share share = new Share();
        shares.add(share);
        return share;
    }

    private record Owned(Share owner, Object token) {}

    private final class Share implements DurableLog {
        private @Nullable CommitListener listener;
        private volatile Runnable onResume = () -> {};
        private final List<Object> committed = new ArrayList<>();

        @Override
        public boolean tryAppend(SpoolEntry entry, Object token) {
            return log.tryAppend(entry, new Owned(this, token));
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
        public void onCommit(CommitListener commitListener) {
            listener = commitListener;
        }

        @Override
        public boolean isAccepting() {
            return log.isAccepting();
        }

        @Override
        public void onResume(Runnable resumed) {
            onResume = resumed;
        }

        private void resume() {
            onResume.run();
        }

        private void tell() {
            if (!committed.isEmpty() && listener != null) {
                List<Object> told = List.copyOf(committed);
                committed.clear();
                listener.committed(told);
            }
        }
    }

    /** On the log's writer thread. */
    private final class Distributor implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {
            for (Object token : tokens) {
                Owned owned = (Owned) token;
                owned.owner.committed.add(owned.token);
            }
            shares.forEach(Share::tell);
        }

        @Override
        public void failed(Throwable cause) {
            for (Share share : shares) {
                if (share.listener != null) {
                    share.listener.failed(cause);
                }
            }
        }
    }
}
