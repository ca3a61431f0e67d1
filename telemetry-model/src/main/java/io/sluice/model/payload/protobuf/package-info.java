/** Protobuf's fields, pulled one by one so that bounds hold while they are read, and our own message in them. */
@NullMarked
package io.sluice.model.payload.protobuf;

import org.jspecify.annotations.NullMarked;
