package io.sluice.simulator.mqtt;

/** What a connection tells its link of, on its event loop. */
interface ConnectionEvents {
    void connected(BrokerLimits limits, boolean sessionPresent);

    /** At QoS 2: the broker has it, and will say so once more. */
    void received(int packetId);

    /** @param said MQTT 5's reason string, empty for none */
    void acknowledged(int packetId, int reasonCode, String said);

    /** What was written has gone so far that there is room for more. */
    void writable();

    /** By what {@link PacketWriter#follow} asked for. */
    void commanded(byte[] command);

    /** Told before the loss. */
    void failed(ConnectFailure failure);

    /** Told before the loss where the connection stood, and nobody has hung up on purpose. */
    void broken();

    /** Told once, whether or not it had been connected. */
    void lost(Setback setback);
}
