package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceCounted;
import java.util.Map;

/** What a {@link DeviceCounted} says, without whom it says it of: the row knows that, and a row is kept for good. */
record Counted(
        long position,
        long positionXor,
        long counted,
        long countedXor,
        long late,
        long lateXor,
        Map<String, Long> lateByTier,
        long readingsCounted,
        long readingsLate) {
    static final Counted NOTHING = of(DeviceCounted.getDefaultInstance());

    static Counted of(DeviceCounted fact) {
        return new Counted(
                fact.getPosition(),
                fact.getPositionXor(),
                fact.getCounted(),
                fact.getCountedXor(),
                fact.getLate(),
                fact.getLateXor(),
                Map.copyOf(fact.getLateByTierMap()),
                fact.getReadingsCounted(),
                fact.getReadingsLate());
    }
}
