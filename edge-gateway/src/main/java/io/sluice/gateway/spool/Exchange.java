package io.sluice.gateway.spool;

/**
 * A QoS 2 publish of a session that outlives its connection, from its receipt to its PUBREL: sent again in between, it
 * must not be stored again.
 *
 * @param session the broker's id of the session
 * @param contentHash of topic and payload
 * @param reason what PUBREC said, an MQTT 5 reason code
 */
public record Exchange(String session, int packetId, long contentHash, byte reason) {}
