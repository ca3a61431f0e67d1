package io.sluice.gateway.mqtt.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moquette's session loops, by way of its {@code PostOffice}, which it keeps to itself. Thread-safe. */
final class SessionLoops {
    private static final Logger log = LoggerFactory.getLogger(SessionLoops.class);
    private static final MethodHandle ROUTE;
    private static final MethodHandle IS_TAKEN;

    static {
        try {
            Class<?> postOffice = Class.forName("io.moquette.broker.PostOffice");
            Class<?> routed = Class.forName("io.moquette.broker.PostOffice$RouteResult");
            Lookup lookup = MethodHandles.privateLookupIn(postOffice, MethodHandles.lookup());
            ROUTE = lookup.findVirtual(
                    postOffice,
                    "routeCommand",
                    MethodType.methodType(routed, String.class, String.class, Callable.class));
            IS_TAKEN = lookup.findVirtual(routed, "isSuccess", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Moquette must be built as version 0.17 is, is not", e);
        }
    }

    /** What it throws would end the loop, and is logged. */
    interface Command {
        void run() throws Throwable;
    }

    private final Object postOffice;

    SessionLoops(Object postOffice) {
        this.postOffice = postOffice;
    }

    /**
     * @param command runs on the session's loop, behind what that was told before
     * @return false where the loop takes no more now
     */
    boolean take(String session, Command command) {
        Callable<@Nullable String> guarded = () -> {
            run(command);
            return null;
        };
        try {
            return (boolean) IS_TAKEN.invoke(ROUTE.invoke(postOffice, session, "sluice", guarded));
        } catch (Throwable e) {
            throw new IllegalStateException("a session loop of Moquette must take a command or say no, did not", e);
        }
    }

    private static void run(Command command) {
        try {
            command.run();
        } catch (Throwable e) {
            log.atWarn().setCause(e).log("the broker did not do what it was to do with a session");
        }
    }
}
