package io.sluice.api.http;

/** How far what Kafka held at the start has been applied: before that is over, what is held is a part of the truth. */
public interface CatchUp {
    boolean isOver();

    /** Records that are known of and not yet applied. */
    long left();
}
