package io.sluice.model.message;

/** What a reading's value is. Booleans count as 0 and 1 in rollups; text is kept as state and not rolled up. */
public enum ReadingKind {
    NUMBER,
    BOOLEAN,
    TEXT;

    public boolean isRolledUp() {
        return this != TEXT;
    }
}
