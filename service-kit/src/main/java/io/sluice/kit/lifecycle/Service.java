package io.sluice.kit.lifecycle;

/** One running part of the pipeline. {@link #close} drains in an orderly way and may be called more than once. */
public interface Service extends AutoCloseable {
    String name();

    /** Returns when the service does its work; a failure leaves nothing running that {@link #close} does not stop. */
    void start() throws Exception;

    @Override
    void close();
}
