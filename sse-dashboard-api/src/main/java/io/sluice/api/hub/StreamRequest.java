package io.sluice.api.hub;

import io.sluice.api.history.SeriesFilter;
import io.sluice.model.rollup.Tier;
import java.util.Optional;

/**
 * What a viewer asks for.
 *
 * @param lastEventId as the client sent it, whatever it is
 */
public record StreamRequest(
        Tier tier, SeriesFilter filter, int frameMillis, RollupForm form, Optional<String> lastEventId) {}
