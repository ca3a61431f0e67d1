/**
 * Payloads as items, pulled one by one: JSON and CBOR by Jackson, MessagePack by msgpack-core. Knows the formats'
 * bytes, and nothing of messages.
 */
@NullMarked
package io.sluice.model.payload.item;

import org.jspecify.annotations.NullMarked;
