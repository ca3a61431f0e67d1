package io.sluice.simulator.mqtt;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the links of a large fleet come from. To one listener an address has a port for each of some 28,000
 * connections, and a gateway limits those of one address; Linux has the whole of 127/8 for the asking, so on loopback
 * every thousand links get one of their own. Other brokers see the machine's one address.
 */
final class SourceAddresses {
    static final int LINKS_EACH = 1_000;

    private static final int FIRST = 2;
    private static final int HOSTS = 250;

    private SourceAddresses() {}

    /** @return null where the system is to pick: for the first thousand, and for brokers that are elsewhere */
    static @Nullable SocketAddress of(BrokerAddress broker, int link) {
        int group = link / LINKS_EACH;
        boolean isLinux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        if (group == 0 || !isLinux || !isLoopback(broker.host())) {
            return null;
        }
        int index = group - 1;
        return new InetSocketAddress("127.0." + index / HOSTS + "." + (FIRST + index % HOSTS), 0);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.");
    }
}
