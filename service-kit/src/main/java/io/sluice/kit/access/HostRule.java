package io.sluice.kit.access;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names a listener answers. A page that someone reads on this machine may have its own name point to
 * loopback (DNS rebinding). To the browser we are then that page's server, whose answers it may read, and only
 * {@code Host} tells that we are not. So a listener on loopback that asks nobody for a token answers to names of
 * loopback alone; one that asks is safe, since a browser has no token for that name, and one beyond loopback has names
 * that we do not know. Immutable.
 */
public final class HostRule {
    /** Nobody else can have these point anywhere: {@code localhost} and what is below it is reserved (RFC 6761). */
    private static final String LOOPBACK = "(?:[\\w.-]+\\.)?localhost|127(?:\\.\\d{1,3}){3}|\\[::1]";

    private static final Pattern ANY_LOOPBACK = Pattern.compile(LOOPBACK, Pattern.CASE_INSENSITIVE);
    private static final String PORT = "(?::\\d*)?";

    private static final String RULE = "Host must be localhost, *.localhost, a loopback address or bind.address"
            + " while http.token-file is not set, was ";
    private static final int MAX_SHOWN = 100;

    private final @Nullable Pattern names;

    private HostRule(@Nullable Pattern names) {
        this.names = names;
    }

    /** @param bound where the listener is; the name by which it was configured is one of its own */
    public static HostRule of(InetSocketAddress bound, HttpGuard guard) {
        if (guard.isOn() || !bound.getAddress().isLoopbackAddress()) {
            return new HostRule(null);
        }
        String own = Pattern.quote(bound.getHostString());
        return new HostRule(Pattern.compile("(?:" + LOOPBACK + "|" + own + ")" + PORT, Pattern.CASE_INSENSITIVE));
    }

    /** @param name without a port */
    public static boolean isLoopback(String name) {
        return ANY_LOOPBACK.matcher(name).matches();
    }

    /**
     * Why a request must be refused, by 421 (RFC 9110, 15.5.20); empty where it may be answered. The text shows the
     * host shortly and without control characters.
     *
     * @param host the header, null where there was none: browsers always send one
     */
    public Optional<String> fault(@Nullable String host) {
        if (host == null || names == null || names.matcher(host).matches()) {
            return Optional.empty();
        }
        return Optional.of(RULE + shown(host));
    }

    private static String shown(String host) {
        if (host.isEmpty()) {
            return "empty";
        }
        StringBuilder shown = new StringBuilder();
        host.codePoints().limit(MAX_SHOWN).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return host.length() > MAX_SHOWN ? shown + "…" : shown.toString();
    }
}
