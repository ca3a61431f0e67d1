package io.sluice.api.hub;

import io.sluice.api.history.OffsetVector;
import io.sluice.api.history.StreamPosition;
import io.sluice.api.history.TierCursor;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An event, or a few, rendered once for all viewers of a group.
 *
 * @param from covers every change from this number on
 * @param to where to go on from
 * @param position the id, empty for events without
 * @param bytes shared: to be duplicated
 * @param idAt where in the bytes the line with the id begins
 * @param idBytes its length
 * @param until where there is too much for one buffer: how far what changed reaches, of which each viewer renders in
 *     parts what it missed, and there are no bytes; empty otherwise
 */
record Frame(
        long from,
        TierCursor to,
        Optional<StreamPosition> position,
        ByteBuffer bytes,
        int idAt,
        int idBytes,
        Optional<OffsetVector> until) {

    Frame(long from, TierCursor to, StreamPosition position, ByteBuffer bytes, int idAt, int idBytes) {
        this(from, to, Optional.of(position), bytes, idAt, idBytes, Optional.empty());
    }

    /** A drained backlog, or the history that is read at a start. */
    static Frame inParts(long from, TierCursor to, OffsetVector until) {
        return new Frame(from, to, Optional.empty(), ByteBuffer.allocate(0), 0, 0, Optional.of(until));
    }

    /** For events that carry no id. */
    static Frame withoutId(long from, TierCursor to, ByteBuffer bytes) {
        return new Frame(from, to, Optional.empty(), bytes, 0, 0, Optional.empty());
    }

    /** The bytes for a viewer that was promised more than this replica has seen: its id never goes back. */
    ByteBuffer withIdOfAtLeast(Optional<StreamPosition> floor) {
        if (floor.isEmpty() || position.isEmpty()) {
            return bytes.duplicate();
        }
        StreamPosition own = position.get();
        if (own.offsets().covers(floor.get().offsets())) {
            return bytes.duplicate();
        }
        byte[] id = EventText.idLine(own.atLeast(floor.get()));
        ByteBuffer head = bytes.duplicate().limit(idAt);
        ByteBuffer tail = bytes.duplicate().position(idAt + idBytes);
        return ByteBuffer.allocate(head.remaining() + id.length + tail.remaining())
                .put(head)
                .put(id)
                .put(tail)
                .flip();
    }
}
