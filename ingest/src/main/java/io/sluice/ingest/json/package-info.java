/** What ingest writes as JSON. */
@NullMarked
package io.sluice.ingest.json;

import org.jspecify.annotations.NullMarked;
