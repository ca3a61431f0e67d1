package io.sluice.gateway.mqtt.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.kit.access.HostRule;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may speak to us. A browser lets any page open a WebSocket to any host and says only where the page is
 * from: without this rule, a page someone happens to read could publish for the devices of the machine it is read on.
 */
final class WebOrigin {
    private WebOrigin() {}

    /**
     * A client that is no browser sends no origin. On loopback the page must be of loopback too: its own name proves
     * nothing, since a name may be made to point here.
     */
    static boolean mayPublish(HttpHeaders headers, SocketAddress local) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return true;
        }
        String host = hostOf(origin);
        if (host == null) {
            return false;
        }
        return HostRule.isLoopback(host) || (!isLoopback(local) && host.equals(hostOf("//" + host(headers))));
    }

    private static String host(HttpHeaders headers) {
        return headers.get(HttpHeaderNames.HOST, "");
    }

    private static boolean isLoopback(SocketAddress local) {
        return !(local instanceof InetSocketAddress address)
                || address.getAddress() == null
                || address.getAddress().isLoopbackAddress();
    }

    private static @Nullable String hostOf(String uri) {
        try {
            String host = URI.create(uri).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
