package io.sluice.launcher.local;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import java.util.Set;

/** Where this machine's own listeners answer, as it stands in a URL. */
public final class OwnHost {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    private OwnHost() {}

    /** The bound address, or loopback where that is every address; brackets keep IPv6's colons from the port's. */
    public static String of(Settings settings) {
        String bind = settings.get(CommonSettings.BIND_ADDRESS);
        if (EVERY_ADDRESS.contains(bind)) {
            return "127.0.0.1";
        }
        return bind.indexOf(':') >= 0 && !bind.startsWith("[") ? "[" + bind + "]" : bind;
    }
}
