package io.sluice.gateway.mqtt.session;

import io.netty.channel.Channel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions at Moquette 0.17 whose connections are gone, as a CONNECT that begins anew does it there: on their own
 * loops. Thread-safe.
 */
final class MoquetteSessions {
    private static final VarHandle REGISTRY;
    private static final MethodHandle FIND;
    private static final MethodHandle IS_AWAY;
    private static final MethodHandle LOSE_CONNECTION;
    private static final MethodHandle END;

    static {
        try {
            Class<?> connection = Class.forName("io.moquette.broker.MQTTConnection");
            Class<?> registry = Class.forName("io.moquette.broker.SessionRegistry");
            Class<?> session = Class.forName("io.moquette.broker.Session");
            Lookup lookup = MethodHandles.privateLookupIn(registry, MethodHandles.lookup());
            REGISTRY = MethodHandles.privateLookupIn(connection, MethodHandles.lookup())
                    .findVarHandle(connection, "sessionRegistry", registry);
            FIND = lookup.findVirtual(registry, "retrieve", MethodType.methodType(session, String.class));
            IS_AWAY = lookup.findVirtual(session, "disconnected", MethodType.methodType(boolean.class));
            LOSE_CONNECTION = lookup.findVirtual(session, "closeImmediately", MethodType.methodType(void.class));
            END = lookup.findVirtual(registry, "purgeSessionState", MethodType.methodType(void.class, session));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Moquette must be built as version 0.17 is, is not", e);
        }
    }

    private final Object registry;
    private final SessionLoops loops;

    private MoquetteSessions(Object registry, SessionLoops loops) {
        this.registry = registry;
        this.loops = loops;
    }

    /** Null where the broker is not Moquette. */
    static @Nullable MoquetteSessions of(Channel channel) {
        MoquetteConnection connection = MoquetteConnection.of(channel);
        return connection == null
                ? null
                : new MoquetteSessions(REGISTRY.get(connection.ofMoquette()), connection.loops());
    }

    /**
     * A CONNECT that comes behind this finds no session.
     *
     * @return false where the session's loop takes no more now
     */
    boolean end(String session) {
        return loops.take(session, () -> {
            Object known = FIND.invoke(registry, session);
            if (known != null) {
                if (!(boolean) IS_AWAY.invoke(known)) {
                    LOSE_CONNECTION.invoke(known);
                }
                END.invoke(registry, known);
            }
        });
    }
}
