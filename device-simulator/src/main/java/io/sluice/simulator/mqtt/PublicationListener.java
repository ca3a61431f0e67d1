package io.sluice.simulator.mqtt;

/** Told once per publication what the broker answered for good; on the link's own thread, so it must not block. */
@FunctionalInterface
public interface PublicationListener {

    void settled(Publication publication, Answer answer);

    /** Told of what the link has said by its {@link Manners}, which nobody will answer. */
    default void said(Publication publication) {}
}
