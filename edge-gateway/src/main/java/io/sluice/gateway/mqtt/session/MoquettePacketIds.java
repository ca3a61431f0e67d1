package io.sluice.gateway.mqtt.session;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The last packet id of what Moquette has sent on a connection. It begins with 1 on each, though what a client has not
 * answered is the session's: the next one's first would put it out of the session, and it would never be sent again.
 */
final class MoquettePacketIds {
    private static final AttributeKey<Object> CONNECTION = AttributeKey.valueOf("connection");
    private static final VarHandle LAST = last();

    private MoquettePacketIds() {}

    private static VarHandle last() {
        try {
            Class<?> connection = Class.forName("io.moquette.broker.MQTTConnection");
            return MethodHandles.privateLookupIn(connection, MethodHandles.lookup())
                    .findVarHandle(connection, "lastPacketId", AtomicInteger.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Moquette must count packet ids as version 0.17 does, does not", e);
        }
    }

    /** Null where the broker is not Moquette. */
    static @Nullable AtomicInteger of(Channel channel) {
        Object connection = channel.attr(CONNECTION).get();
        return connection == null ? null : (AtomicInteger) LAST.get(connection);
    }
}
