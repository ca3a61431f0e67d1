/**
 * SenML (RFC 8428) in JSON and CBOR: records are read, resolved against those before them, and gathered by their times.
 */
@NullMarked
package io.sluice.model.payload.senml;

import org.jspecify.annotations.NullMarked;
