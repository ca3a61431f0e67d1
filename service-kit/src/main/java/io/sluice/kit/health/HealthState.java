package io.sluice.kit.health;

/** Up, or down for a reason that a person can act on. */
public record HealthState(boolean isUp, String reason) {
    private static final HealthState UP = new HealthState(true, "");

    public static HealthState up() {
        return UP;
    }

    public static HealthState down(String reason) {
        return new HealthState(false, reason);
    }
}
