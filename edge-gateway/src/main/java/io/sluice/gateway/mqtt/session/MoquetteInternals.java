package io.sluice.gateway.mqtt.session;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** What Moquette 0.17 keeps to itself and we reach for, looked up where each of us needs it. */
public final class MoquetteInternals {
    private MoquetteInternals() {}

    /**
     * @throws ExceptionInInitializerError where this is a version that keeps it otherwise, which must not be found out
     *     at the first client that needs it
     */
    public static void lookUp() {
        for (Class<?> each :
                List.of(MoquetteConnection.class, SessionLoops.class, MoquetteSessions.class, MoquetteFilters.class)) {
            try {
                MethodHandles.lookup().ensureInitialized(each);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(each + " must be of this package, is not", e);
            }
        }
    }
}
