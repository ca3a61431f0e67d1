/** Between batches and readings: screens every message exactly once, and tells the ledger what became of it. */
@NullMarked
package io.sluice.ingest;

import org.jspecify.annotations.NullMarked;
