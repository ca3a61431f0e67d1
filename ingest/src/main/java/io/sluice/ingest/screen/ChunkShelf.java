package io.sluice.ingest.screen;

/** Where the chunks of one device and epoch lie that are not the newest. */
interface ChunkShelf {
    /** A chunk that was saved and not deleted. */
    HashChunk load(long index);

    void save(HashChunk chunk);

    void delete(long index);
}
