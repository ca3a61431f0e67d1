package io.sluice.gateway.mqtt.gate;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.access.Account;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.packet.Reasons;
import io.sluice.model.identity.DeviceId;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the handlers of one channel know of its client. Confined to the channel's event loop. */
public final class ClientConnection {
    public enum Phase {
        /** No CONNECT yet. */
        FRESH,
        /** CONNECT went to Moquette; its CONNACK is awaited and everything else held back. */
        CONNECTING,
        CONNECTED,
        /** The client said goodbye or we refuse it: whatever still arrives is dropped. */
        CLOSING
    }

    /** Moquette answers CONNECT by then, or never will. */
    private static final long CONNACK_WITHIN_SECONDS = 5;

    private final FrontMeters meters;
    private Phase phase = Phase.FRESH;
    private boolean mqtt5;
    private Reasons reasons = Reasons.NONE;
    private @Nullable Disconnect closedFor;
    private DeliveryState delivery = new DeliveryState(null);
    private @Nullable Speaker speaker;
    private @Nullable DeviceId onlyDevice;
    private @Nullable Account account;
    private WillManner willManner = WillManner.PLAIN;

    public ClientConnection(FrontMeters meters) {
        this.meters = meters;
    }

    public Phase phase() {
        return phase;
    }

    public boolean isMqtt5() {
        return mqtt5;
    }

    public DeliveryState delivery() {
        return delivery;
    }

    /** Who the client has proven to be; null where nobody is asked. */
    @Nullable
    public Speaker speaker() {
        return speaker;
    }

    /** The one device that the client speaks for; null where it may be any, or is not known. */
    @Nullable
    public DeviceId onlyDevice() {
        return onlyDevice;
    }

    public void speaksAs(@Nullable Speaker proven) {
        speaker = proven;
        onlyDevice = proven == null ? null : proven.onlyDevice().orElse(null);
        account = proven == null ? null : Account.of(proven);
    }

    /** On whose account it goes what the client leaves here; null where nobody is asked. */
    @Nullable
    public Account account() {
        return account;
    }

    /** How its will is to be published where that is for the broker's subscribers. */
    public WillManner willManner() {
        return willManner;
    }

    public void leavesWill(WillManner manner) {
        willManner = manner;
    }

    /** One that a former life of the gateway had: it is gone, and what it left is all that is known of it. */
    public static ClientConnection gone(FrontMeters meters, @Nullable DeviceId device) {
        ClientConnection gone = new ClientConnection(meters);
        gone.phase = Phase.CLOSING;
        gone.onlyDevice = device;
        return gone;
    }

    /** What the client may be told of why. */
    public Reasons reasons() {
        return reasons;
    }

    /** Why we closed it, null where we did not. */
    @Nullable
    public Disconnect closedFor() {
        return closedFor;
    }

    public void tell(Reasons wanted) {
        reasons = wanted;
    }

    public void connecting(boolean isMqtt5, DeliveryState state) {
        phase = Phase.CONNECTING;
        mqtt5 = isMqtt5;
        delivery = state;
    }

    public void connected() {
        phase = Phase.CONNECTED;
    }

    public void leaving() {
        phase = Phase.CLOSING;
    }

    /**
     * Closes within the protocol: an MQTT 5 client that was let in is told why. One whose CONNECT Moquette has is
     * closed when that is answered.
     */
    public void close(ChannelHandlerContext ctx, Disconnect reason) {
        if (phase == Phase.CLOSING) {
            return;
        }
        Phase before = phase;
        phase = Phase.CLOSING;
        closedFor = reason;
        meters.closed(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (before == Phase.CONNECTED) {
            sayWhyAndClose(ctx);
        } else if (before == Phase.CONNECTING) {
            ctx.executor().schedule(() -> ctx.close(), CONNACK_WITHIN_SECONDS, TimeUnit.SECONDS);
        } else {
            ctx.close();
        }
    }

    /** For one that has had its CONNACK, also where that was said only after {@link #close}. */
    public void sayWhyAndClose(ChannelHandlerContext ctx) {
        Disconnect reason = closedFor;
        if (mqtt5 && reason != null) {
            ctx.writeAndFlush(Packets.disconnect(reason, reasons.whyClosed(Reasons.textOf(reason))))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }
}
