package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedLogTest {
    private static final SpoolEntry ENTRY = new SpoolEntry.Rejected(
            new Decoded.Rejected(RejectReason.NOT_PARSABLE, "", null, List.of()), "telemetry/a/b", new byte[0], 1);

    private final Log log = new Log();
    private final SharedLog shared = new SharedLog(log);
    private final Front left = new Front(shared.share());
    private final Front right = new Front(shared.share());

    private static final class Log implements DurableLog {
        private final List<Object> tokens = new ArrayList<>();
        private boolean isFull;
        private @Nullable CommitListener commits;
        private @Nullable Runnable resume;

        @Override
        public boolean tryAppend(SpoolEntry entry, Object token) {
            return !isFull && tokens.add(token);
        }

        @Override
        public List<Exchange> openExchanges() {
            return List.of();
        }

        @Override
        public boolean hasOpenExchange(String session) {
            return false;
        }

        @Override
        public List<Will> openWills() {
            return List.of();
        }

        @Override
        public void onCommit(CommitListener listener) {
            commits = listener;
        }

        @Override
        public boolean isAccepting() {
            return !isFull;
        }

        @Override
        public void onResume(Runnable listener) {
            resume = listener;
        }
    }

    /** Remembers what it is told. */
    private static final class Front implements CommitListener {
        private final DurableLog log;
        private final List<Object> told = new ArrayList<>();

        Front(DurableLog log) {
            this.log = log;
            log.onCommit(this);
            log.onResume(() -> told.add("resumed"));
        }

        @Override
        public void committed(List<Object> tokens) {
            told.addAll(tokens);
        }

        @Override
        public void failed(Throwable cause) {
            told.add(String.valueOf(cause.getMessage()));
        }
    }

    @Test
    void each_front_hears_of_its_own_entries_in_append_order() {
        for (int i = 0; i < 3; i++) {
            left.log.tryAppend(ENTRY, "l" + i);
            right.log.tryAppend(ENTRY, "r" + i);
        }
        Objects.requireNonNull(log.commits).committed(List.copyOf(log.tokens));
        assertEquals(List.of("l0", "l1", "l2"), left.told);
        assertEquals(List.of("r0", "r1", "r2"), right.told);
    }

    @Test
    void all_are_told_of_room_and_of_failure() {
        log.isFull = true;
        assertFalse(left.log.tryAppend(ENTRY, "l"));
        assertFalse(right.log.isAccepting());
        Objects.requireNonNull(log.resume).run();
        Objects.requireNonNull(log.commits).failed(new IllegalStateException("disk"));
        assertEquals(List.of("resumed", "disk"), left.told);
        assertEquals(List.of("resumed", "disk"), right.told);
    }
}
