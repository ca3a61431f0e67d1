package io.sluice.simulator.fleet;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A fault planted on purpose, once in a run, to see that the judge finds it. */
public enum Mutation {
    /** A message counts as acknowledged and was never sent: as if the gateway had acknowledged and dropped it. */
    LOSE("its device said nothing that nothing else was done to"),
    /** The same with a message that is late for every tier, so that it is missed in no window. */
    LOSE_LATE("its device did not say two messages"),
    /** A message goes out with another value than the truth has. */
    CHANGE(LOSE.missing),
    /** A message goes out with a ts that no tier takes any more: as if the job had taken it for late. */
    LATE("its device did not say two messages, the second with nothing else done to it"),
    /** A device breaks off where the truth has a goodbye: as if the gateway had said the will all the same. */
    WILL("its device could not say goodbye: it had no connection, or waited for answers"),
    /** A device says goodbye where the truth has it break off for good: as if the gateway had dropped its will. */
    DEATH("its device did not die, or nothing was acknowledged on its last connection");

    private final String missing;

    Mutation(String missing) {
        this.missing = missing;
    }

    /** What kept it from being planted in a run that has ended without it. */
    public String missing() {
        return missing;
    }

    boolean isOfMessage() {
        return this != WILL && this != DEATH;
    }

    /** From which message on it can be planted: none is late without one before it. */
    int firstMessage() {
        return this == LATE || this == LOSE_LATE ? 2 : 1;
    }

    /**
     * The first device that it can be planted in.
     *
     * @param mortals devices that are to die
     * @throws IllegalArgumentException where there is none
     */
    public int device(int devices, IntPredicate hasWill, Set<Integer> mortals) {
        return IntStream.range(0, devices)
                .filter(i -> switch (this) {
                    case WILL -> hasWill.test(i);
                    case DEATH -> mortals.contains(i);
                    default -> true;
                })
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mutate must not be "
                        + name().toLowerCase(Locale.ROOT) + " where fewer than " + (this == WILL ? "one" : "two")
                        + " of the devices leave a will, was for " + devices + " devices, of which "
                        + IntStream.range(0, devices).filter(hasWill).count() + " do"));
    }
}
