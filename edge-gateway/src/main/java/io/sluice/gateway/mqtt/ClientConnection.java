package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.Locale;

/** What the handlers of one channel know of its client. Confined to the channel's event loop. */
final class ClientConnection {
    enum Phase {
        /** No CONNECT yet. */
        FRESH,
        /** CONNECT went to Moquette; its CONNACK is awaited and everything else held back. */
        CONNECTING,
        CONNECTED,
        /** The client said goodbye or we refuse it: whatever still arrives is dropped. */
        CLOSING
    }

    private final FrontMeters meters;
    private Phase phase = Phase.FRESH;
    private boolean mqtt5;
    private DeliveryState delivery = new DeliveryState();

    ClientConnection(FrontMeters meters) {
        this.meters = meters;
    }

    Phase phase() {
        return phase;
    }

    boolean isMqtt5() {
        return mqtt5;
    }

    DeliveryState delivery() {
        return delivery;
    }

    void connecting(boolean isMqtt5, DeliveryState state) {
        phase = Phase.CONNECTING;
        mqtt5 = isMqtt5;
        delivery = state;
    }

    void connected() {
        phase = Phase.CONNECTED;
    }

    void leaving() {
        phase = Phase.CLOSING;
    }

    /** Closes within the protocol: an MQTT 5 client that was let in is told why. */
    void close(ChannelHandlerContext ctx, Disconnect reason) {
        if (phase == Phase.CLOSING) {
            return;
        }
        boolean isTold = mqtt5 && phase == Phase.CONNECTED;
        phase = Phase.CLOSING;
        meters.closed(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (isTold) {
            ctx.writeAndFlush(Packets.disconnect(reason)).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }
}
