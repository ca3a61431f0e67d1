package io.sluice.gateway.mqtt.packet;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;

/** Of a packet that can be read and breaks the protocol. */
public final class BrokenPacketException extends DecoderException {
    private static final long serialVersionUID = 1;

    private final Disconnect reason;

    BrokenPacketException(Disconnect reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Disconnect reason() {
        return reason;
    }
}
