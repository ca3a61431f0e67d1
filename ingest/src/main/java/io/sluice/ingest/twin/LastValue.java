package io.sluice.ingest.twin;

import io.sluice.model.message.ReadingKind;

/**
 * A metric's newest value by its ts.
 *
 * @param number 0 or 1 for a BOOLEAN, unspecified for TEXT
 * @param text empty unless TEXT
 */
public record LastValue(ReadingKind kind, double number, String text, long tsMillis) {}
