package io.sluice.gateway.mqtt.connect;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.util.concurrent.Future;
import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ends a connection when what proved its client ends: at its time, or because it was revoked. One connection's. */
final class ProofLease {
    /** Clocks are set now and then, so a long wait is looked at in between. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final ClientConnection connection;
    private final Clock clock;
    private @Nullable Future<?> timer;

    ProofLease(ClientConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    void begin(ChannelHandlerContext ctx) {
        Speaker speaker = connection.speaker();
        if (speaker != null) {
            speaker.until().ifPresent(until -> watch(ctx, until));
        }
    }

    private void watch(ChannelHandlerContext ctx, Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (left.isNegative() || left.isZero()) {
            connection.close(ctx, Disconnect.NOT_AUTHORIZED);
            return;
        }
        Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        timer = ctx.executor().schedule(() -> watch(ctx, until), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    void revoke(ChannelHandlerContext ctx, Predicate<Speaker> revoked) {
        Speaker speaker = connection.speaker();
        if (speaker != null && revoked.test(speaker)) {
            connection.close(ctx, Disconnect.NOT_AUTHORIZED);
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
