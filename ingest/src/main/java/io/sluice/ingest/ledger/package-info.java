/** Rows of state as ledger facts. */
@NullMarked
package io.sluice.ingest.ledger;

import org.jspecify.annotations.NullMarked;
