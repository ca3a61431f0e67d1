package io.sluice.gateway.mqtt;

/** The sessions that the broker keeps. Thread-safe; must not block. */
interface BrokerSessions {
    /** Ends the session, and the connection that has it. Does nothing where there is none. */
    void end(String session);
}
