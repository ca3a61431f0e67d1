package io.sluice.gateway.mqtt.session;

import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.Exchange;
import java.util.List;

/** What the sessions of all connections share. */
public record SessionContext(DeliveryStates deliveries, KeptSessions kept, SessionHolders holders, Wills wills) {
    /** @param open exchanges of QoS 2 that a former life of the gateway has left */
    public static SessionContext of(GateContext context, List<Exchange> open) {
        SessionHolders holders = new SessionHolders();
        return new SessionContext(new DeliveryStates(open), new KeptSessions(), holders, new Wills(context, holders));
    }

    /** @return whether the spool has, or may have, something of the session, so that its end belongs there too */
    boolean endDeliveries(String session, DurableLog log) {
        return deliveries.end(session) || log.hasOpenExchange(session);
    }
}
