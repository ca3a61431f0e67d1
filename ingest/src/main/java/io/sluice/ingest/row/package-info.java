/** The rows of state of one partition: their keys, their bytes, and the port to whatever keeps them. */
@NullMarked
package io.sluice.ingest.row;

import org.jspecify.annotations.NullMarked;
