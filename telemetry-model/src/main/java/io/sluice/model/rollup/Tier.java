package io.sluice.model.rollup;

import java.util.Arrays;
import java.util.Optional;

/**
 * A resolution of the rollups. Windows are tumbling and aligned to 1970: start inclusive, end exclusive. A reading is
 * late for a tier iff its ts lies more than the horizon below the highest ts accepted from its device.
 */
public enum Tier {
    S1("1s", 1_000, 2 * 60_000),
    S10("10s", 10_000, 15 * 60_000),
    M1("1m", 60_000, 2 * 3_600_000),
    H1("1h", 3_600_000, 24 * 3_600_000);

    private final String label;
    private final int widthMillis;
    private final long horizonMillis;

    Tier(String label, int widthMillis, long horizonMillis) {
        this.label = label;
        this.widthMillis = widthMillis;
        this.horizonMillis = horizonMillis;
    }

    public String label() {
        return label;
    }

    public int widthMillis() {
        return widthMillis;
    }

    public long horizonMillis() {
        return horizonMillis;
    }

    public long windowStart(long tsMillis) {
        return tsMillis - Math.floorMod(tsMillis, (long) widthMillis);
    }

    public static Optional<Tier> fromLabel(String label) {
        return Arrays.stream(values()).filter(tier -> tier.label.equals(label)).findFirst();
    }

    public static Optional<Tier> fromWidthMillis(long widthMillis) {
        return Arrays.stream(values())
                .filter(tier -> tier.widthMillis == widthMillis)
                .findFirst();
    }
}
