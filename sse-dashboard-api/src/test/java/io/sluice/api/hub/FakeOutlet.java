package io.sluice.api.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that completes every write at once, or when the test says so. */
final class FakeOutlet implements Outlet {
    final List<ByteBuffer> writes = new ArrayList<>();
    boolean isSlow;
    boolean isEnded;

    @Nullable
    String aborted;

    private boolean isBroken;
    private @Nullable Completion pending;

    @Override
    public void write(ByteBuffer bytes, boolean isLast, Completion completion) {
        if (pending != null) {
            throw new IllegalStateException("a write while one is under way");
        }
        if (isBroken) {
            completion.failed(new IOException("gone"));
            return;
        }
        writes.add(bytes.duplicate());
        isEnded |= isLast;
        if (isSlow) {
            pending = completion;
        } else {
            completion.done();
        }
    }

    @Override
    public void abort(String reason) {
        aborted = reason;
    }

    /** The write under way is done. */
    void complete() {
        Completion done = pending;
        if (done == null) {
            throw new IllegalStateException("no write is under way");
        }
        pending = null;
        done.done();
    }

    /** The client is gone: the write under way fails, or the next one. */
    void fail() {
        isBroken = true;
        Completion done = pending;
        pending = null;
        if (done != null) {
            done.failed(new IOException("gone"));
        }
    }

    boolean isWriting() {
        return pending != null;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        writes.forEach(bytes -> text.append(StandardCharsets.UTF_8.decode(bytes.duplicate())));
        return text.toString();
    }

    List<SseEvents.Event> events() {
        return SseEvents.parse(text());
    }

    List<SseEvents.Event> events(String name) {
        return events().stream().filter(event -> event.name().equals(name)).toList();
    }
}
