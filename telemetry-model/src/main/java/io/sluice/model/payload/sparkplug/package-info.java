/**
 * Sparkplug B: topics, births and what they declare, data that speaks in aliases, deaths, and the command that asks for
 * births.
 */
@NullMarked
package io.sluice.model.payload.sparkplug;

import org.jspecify.annotations.NullMarked;
