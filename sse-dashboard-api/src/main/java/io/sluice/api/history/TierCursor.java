package io.sluice.api.history;

/**
 * How far someone has seen a tier.
 *
 * @param change number of the next change in the change log
 * @param offsets what the changes before it cover at least
 */
public record TierCursor(long change, OffsetVector offsets) {}
