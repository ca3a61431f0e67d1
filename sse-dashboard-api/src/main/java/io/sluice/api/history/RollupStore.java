package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The history of all tiers. */
public final class RollupStore {
    private final Map<Tier, TierStore> tiers = new EnumMap<>(Tier.class);

    public RollupStore(Collection<TierStore> stores) {
        for (TierStore store : stores) {
            tiers.put(store.tier(), store);
        }
        if (tiers.size() != Tier.values().length) {
            throw new IllegalArgumentException("there must be a store for every tier, was " + tiers.keySet());
        }
    }

    public TierStore tier(Tier tier) {
        TierStore store = tiers.get(tier);
        if (store == null) {
            throw new IllegalStateException("every tier has a store, was " + tier);
        }
        return store;
    }

    public List<TierStore> all() {
        return List.copyOf(tiers.values());
    }

    public long heldPoints() {
        return tiers.values().stream().mapToLong(TierStore::heldPoints).sum();
    }
}
