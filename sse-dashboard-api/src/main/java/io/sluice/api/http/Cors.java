package io.sluice.api.http;

import java.util.Optional;

/**
 * What pages of one other origin may do with the API, or of any where that is {@code *} (Fetch standard, CORS
 * protocol). A token is shown by the page itself, in a header; there are no cookies, so credentials are not allowed.
 */
final class Cors {
    private static final String ANY = "*";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    /**
     * What a page sends that browsers ask about: its token, where its stream goes on, and that it wants nothing old.
     */
    private static final String ALLOWED_HEADERS = "Authorization, Cache-Control, Last-Event-ID";

    /** Chromium heeds no longer. */
    private static final int MAX_AGE_SECONDS = 7_200;

    private final Optional<String> allowed;

    Cors(Optional<String> allowed) {
        this.allowed = allowed;
    }

    /** Lets the page read what is answered, also a refusal. */
    void allow(Exchange exchange) {
        allowed.ifPresent(origin -> exchange.set(ALLOW_ORIGIN, origin));
    }

    /** A browser's question before the request itself, which it asks without a token. */
    static boolean isPreflight(Exchange exchange) {
        return exchange.request().getMethod().equals("OPTIONS")
                && exchange.header("Origin").isPresent()
                && exchange.header("Access-Control-Request-Method").isPresent();
    }

    /** False where the question is not for us to answer: it is another origin's. */
    boolean answerPreflight(Exchange exchange) {
        if (exchange.header("Origin").filter(this::isAllowed).isEmpty()) {
            return false;
        }
        allow(exchange);
        exchange.set("Access-Control-Allow-Methods", "GET, HEAD");
        exchange.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
        exchange.set("Access-Control-Max-Age", Integer.toString(MAX_AGE_SECONDS));
        exchange.response().setStatus(204);
        exchange.callback().succeeded();
        return true;
    }

    private boolean isAllowed(String origin) {
        return allowed.filter(one -> one.equals(ANY) || one.equals(origin)).isPresent();
    }
}
