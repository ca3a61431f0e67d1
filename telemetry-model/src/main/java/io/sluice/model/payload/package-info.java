/**
 * What a device published, as messages or as a typed rejection. {@link io.sluice.model.payload.PayloadDecoder} undoes
 * the encoding, finds the format and asks its reader. Below it, each knowing only what comes after it:
 *
 * <ol>
 *   <li>the readers: {@code json} before {@code shape}, {@code senml}, {@code sparkplug} before {@code protobuf};
 *   <li>what they read from, {@code item}, and what they make, {@code draft};
 *   <li>{@code rejection}.
 * </ol>
 */
@NullMarked
package io.sluice.model.payload;

import org.jspecify.annotations.NullMarked;
