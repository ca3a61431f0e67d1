/**
 * JSON at speed: the same shapes by a scanner of our own, for what devices usually send. What is not usual is left to
 * {@code shape}.
 */
@NullMarked
package io.sluice.model.payload.json;

import org.jspecify.annotations.NullMarked;
