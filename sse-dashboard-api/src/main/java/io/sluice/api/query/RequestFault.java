package io.sluice.api.query;

/** A request that cannot be answered. The message names the thing, the rule and the value. */
public final class RequestFault extends RuntimeException {
    private static final int MAX_SHOWN = 100;

    private final int status;
    private final String parameter;

    private RequestFault(int status, String parameter, String message) {
        super(message, null, false, false);
        this.status = status;
        this.parameter = parameter;
    }

    public static RequestFault badValue(String parameter, String rule, String value) {
        return new RequestFault(400, parameter, parameter + " must be " + rule + ", was " + shown(value));
    }

    /** @param known empty where the path takes none */
    public static RequestFault unknownParameter(String parameter, String known) {
        String rule = known.isEmpty() ? "left out, the path takes none" : "one of " + known;
        return new RequestFault(400, parameter, "parameter must be " + rule + ", was " + shown(parameter));
    }

    public static RequestFault badRequest(String message) {
        return new RequestFault(400, "", message);
    }

    public static RequestFault notFound(String message) {
        return new RequestFault(404, "", message);
    }

    public static RequestFault badMethod(String method) {
        return new RequestFault(405, "", "method must be GET or HEAD, was " + shown(method));
    }

    /** @param left how many records are known of that have not been read */
    public static RequestFault notReadYet(long left) {
        return new RequestFault(
                503, "", "what Kafka held at the start must be read first, " + left + " records are left");
    }

    public static RequestFault notAdmitted() {
        return new RequestFault(
                401,
                "",
                "Authorization must be a token of http.token-file, as Bearer or as the password of Basic, was not");
    }

    /** @param message of the host rule, which names the host */
    public static RequestFault misdirected(String message) {
        return new RequestFault(421, "", message);
    }

    public int status() {
        return status;
    }

    /** Empty where it is not about a parameter. */
    public String parameter() {
        return parameter;
    }

    /** Short, and without what could break a log or a terminal. */
    public static String shown(String value) {
        if (value.isEmpty()) {
            return "empty";
        }
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(MAX_SHOWN).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return value.length() > MAX_SHOWN ? shown + "…" : shown.toString();
    }
}
