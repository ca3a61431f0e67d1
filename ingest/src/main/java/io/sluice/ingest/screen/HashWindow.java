package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Content hashes of about the last thousand seqs of one device and epoch. The newest chunk travels with the row that is
 * read and written anyway; an older one is touched only when a seq falls into it.
 */
final class HashWindow {
    static final int CHUNKS = 16;

    private final TreeSet<Long> shelved = new TreeSet<>();
    private HashChunk newest;

    HashWindow() {
        this(new HashChunk(0));
    }

    private HashWindow(HashChunk newest) {
        this.newest = newest;
    }

    /** Empty where the seq was never put, or so long ago that its hash is gone. */
    OptionalLong find(long seq, ChunkShelf shelf) {
        long index = HashChunk.indexOf(seq);
        if (index == newest.index()) {
            return newest.find(seq);
        }
        return shelved.contains(index) ? shelf.load(index).find(seq) : OptionalLong.empty();
    }

    void put(long seq, long hash, ChunkShelf shelf) {
        long index = HashChunk.indexOf(seq);
        if (index > newest.index()) {
            begin(index, shelf);
        }
        if (index == newest.index()) {
            newest.put(seq, hash);
        } else if (index > newest.index() - CHUNKS) {
            HashChunk chunk = shelved.add(index) ? new HashChunk(index) : shelf.load(index);
            chunk.put(seq, hash);
            shelf.save(chunk);
        }
    }

    private void begin(long index, ChunkShelf shelf) {
        shelf.save(newest);
        shelved.add(newest.index());
        newest = new HashChunk(index);
        while (!shelved.isEmpty() && shelved.first() <= index - CHUNKS) {
            shelf.delete(shelved.pollFirst());
        }
    }

    void forget(ChunkShelf shelf) {
        shelved.forEach(shelf::delete);
        shelved.clear();
        newest = new HashChunk(newest.index());
    }

    void writeTo(RowWriter out) {
        newest.writeTo(out);
        out.unsigned(shelved.size());
        for (long index : shelved) {
            out.unsigned(newest.index() - index);
        }
    }

    static HashWindow readFrom(RowReader in) {
        HashWindow window = new HashWindow(HashChunk.readFrom(in));
        int count = in.count();
        for (int i = 0; i < count; i++) {
            window.shelved.add(window.newest.index() - in.unsigned());
        }
        return window;
    }
}
