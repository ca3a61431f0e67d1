package io.sluice.api.hub;

import io.sluice.api.history.Backlog;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream. It holds cursors into the group's tracks, never frames: what it costs does not depend on how slow it is.
 * Thread-safe: the hub's thread and the connection's own call in; one write is under way at a time.
 */
final class Viewer implements Outlet.Completion {
    /** The most that is handed out at once. Each completion shows that a viewer takes something, however slowly. */
    static final int SLICE_BYTES = 64 * 1024;

    private final StreamGroup group;
    private final Outlet outlet;
    private final LongSupplier clock;
    private final Consumer<Viewer> onGone;
    private final Optional<StreamPosition> floor;
    private final Deque<ByteBuffer> greeting = new ArrayDeque<>();
    private final List<TierCursor> seen = new ArrayList<>();
    private @Nullable Missed missed;
    /** Of a large buffer, what comes after the slice that is being written. */
    private @Nullable ByteBuffer rest;

    private @Nullable ByteBuffer farewell;
    private boolean isWriting;
    private boolean isGone;
    private long writeMillis;

    Viewer(StreamGroup group, Resumption resumption, Outlet outlet, LongSupplier clock, Consumer<Viewer> onGone) {
        this.group = group;
        this.outlet = outlet;
        this.clock = clock;
        this.onGone = onGone;
        this.floor = resumption.floor();
        this.writeMillis = clock.getAsLong();
        group.tracks().forEach(track -> seen.add(track.start()));
        seen.set(0, resumption.seen());
        this.missed = resumption
                .backlog()
                .filter(backlog -> !backlog.isOver())
                .map(this::missed)
                .orElse(null);
    }

    StreamGroup group() {
        return group;
    }

    /** Before the first {@link #pump}. */
    synchronized void greet(ByteBuffer hello) {
        greeting.add(hello);
    }

    /** Before the first {@link #pump}: begins with this, and goes on from where it ends. */
    synchronized void greet(Frame snapshot) {
        greeting.add(snapshot.bytes().duplicate());
        seen.set(0, snapshot.to());
    }

    /** Writes what there is to write, unless a write is under way: then its completion does. */
    void pump() {
        ByteBuffer next = take();
        if (next != null) {
            outlet.write(next, false, this);
        }
    }

    /** A sign of life when nothing was written for so long; gives up a viewer that takes nothing for so long. */
    boolean keepAlive(long heartbeatMillis, long stallMillis) {
        long idle;
        boolean writing;
        synchronized (this) {
            idle = Math.abs(clock.getAsLong() - writeMillis);
            writing = isWriting;
            if (!writing && !isGone && idle >= heartbeatMillis) {
                greeting.add(EventText.HEARTBEAT.duplicate());
            }
        }
        if (writing && idle >= stallMillis) {
            leave();
            outlet.abort("took nothing for " + idle + " ms");
            return false;
        }
        pump();
        return true;
    }

    /** Says goodbye as soon as the write under way is done. */
    void sayBye(ByteBuffer bye) {
        synchronized (this) {
            farewell = bye;
        }
        pump();
    }

    void abort(String reason) {
        leave();
        outlet.abort(reason);
    }

    @Override
    public void done() {
        synchronized (this) {
            isWriting = false;
            writeMillis = clock.getAsLong();
        }
        pump();
    }

    @Override
    public void failed(Throwable cause) {
        leave();
    }

    private void leave() {
        synchronized (this) {
            if (isGone) {
                return;
            }
            isGone = true;
        }
        onGone.accept(this);
    }

    private @Nullable ByteBuffer take() {
        ByteBuffer last;
        synchronized (this) {
            if (isWriting || isGone) {
                return null;
            }
            ByteBuffer next = rest != null || farewell == null ? nextSlice() : null;
            if (next == null && farewell == null) {
                return null;
            }
            isWriting = true;
            writeMillis = clock.getAsLong();
            if (next != null) {
                return next;
            }
            last = farewell;
        }
        leave();
        if (last != null) {
            outlet.write(last, true, this);
        }
        return null;
    }

    /** A view of what others share, not a copy. What has begun is told to its end: a goodbye in it would be lost. */
    private @Nullable ByteBuffer nextSlice() {
        ByteBuffer whole = rest == null ? next() : rest;
        if (whole == null || whole.remaining() <= SLICE_BYTES) {
            rest = null;
            return whole;
        }
        ByteBuffer slice = whole.slice(whole.position(), SLICE_BYTES);
        rest = whole.position(whole.position() + SLICE_BYTES);
        return slice;
    }

    private @Nullable ByteBuffer next() {
        ByteBuffer first = greeting.poll();
        if (first != null) {
            return first;
        }
        if (missed != null) {
            return nextOf(missed);
        }
        for (int i = 0; i < seen.size(); i++) {
            Frame frame = group.tracks().get(i).after(seen.get(i));
            if (frame != null) {
                TierCursor before = seen.set(i, frame.to());
                return frame.until()
                        .map(until -> nextOf(missed(group.rollups().backlog(before, until))))
                        .orElseGet(() -> frame.withIdOfAtLeast(floor));
            }
        }
        return null;
    }

    private ByteBuffer nextOf(Missed parts) {
        ByteBuffer part = parts.next();
        missed = parts.isOver() ? null : parts;
        return part;
    }

    /** What goes up to where the shared frames go on. */
    private Missed missed(Backlog backlog) {
        StreamPosition own = group.rollups().position(seen.get(0));
        return new Missed(group.rollups(), backlog, floor.map(own::atLeast).orElse(own));
    }
}
