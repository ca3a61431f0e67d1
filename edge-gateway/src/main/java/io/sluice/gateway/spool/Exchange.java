package io.sluice.gateway.spool;

/**
 * A publish of a session that outlives its connection, sent again while its client has not heard that it was taken, and
 * then not to be stored again: of QoS 2 until its PUBREL, of QoS 1 until a PUBACK has arrived, which nobody here knows.
 *
 * @param session the broker's id of the session
 * @param qos 1 or 2
 * @param contentHash of topic and payload
 * @param reason what the answer said, an MQTT 5 reason code
 */
public record Exchange(String session, int qos, int packetId, long contentHash, byte reason) {
    boolean isOpenUntilReleased() {
        return qos == 2;
    }
}
