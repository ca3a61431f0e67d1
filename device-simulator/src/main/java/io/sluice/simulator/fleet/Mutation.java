package io.sluice.simulator.fleet;

/** A fault planted on purpose, once in a run, to see that the judge finds it. */
public enum Mutation {
    /** A message counts as acknowledged and was never sent: as if the gateway had acknowledged and dropped it. */
    LOSE,
    /** The same with a message that is late for every tier, so that it is missed in no window. */
    LOSE_LATE,
    /** A message goes out with another value than the truth has. */
    CHANGE,
    /** A message goes out with a ts that no tier takes any more: as if the job had taken it for late. */
    LATE,
    /** A device breaks off where the truth has a goodbye: as if the gateway had said the will all the same. */
    WILL,
    /** A device says goodbye where the truth has it break off for good: as if the gateway had dropped its will. */
    DEATH;

    boolean isOfMessage() {
        return this != WILL && this != DEATH;
    }
}
