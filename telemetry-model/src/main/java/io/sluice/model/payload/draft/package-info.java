/**
 * What readers of all formats share: the scope they read in (topic, limits, clock) and the drafts they make of a
 * payload, which hold the contract's bounds while they are made.
 */
@NullMarked
package io.sluice.model.payload.draft;

import org.jspecify.annotations.NullMarked;
