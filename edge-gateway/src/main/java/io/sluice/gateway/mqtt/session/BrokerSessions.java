package io.sluice.gateway.mqtt.session;

/** The sessions that the broker keeps. Thread-safe; must not block. */
public interface BrokerSessions {
    /** Ends the session, and the connection that has it. Does nothing where there is none. */
    void end(String session);
}
