package io.sluice.kit.health;

/** Up, or down for a reason that a person can act on; one that is up may have something to say too. */
public record HealthState(boolean isUp, String reason) {
    private static final HealthState UP = new HealthState(true, "");

    public static HealthState up() {
        return UP;
    }

    /** Serving, and yet a person should look. */
    public static HealthState upBut(String reason) {
        return new HealthState(true, reason);
    }

    public static HealthState down(String reason) {
        return new HealthState(false, reason);
    }
}
