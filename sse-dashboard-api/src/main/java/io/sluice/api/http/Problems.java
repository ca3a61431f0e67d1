package io.sluice.api.http;

import io.sluice.api.json.JsonBytes;
import io.sluice.api.query.RequestFault;
import io.sluice.kit.access.HttpGuard;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Every refusal is {@code application/problem+json} (RFC 9457), also those that Jetty decides by itself. */
final class Problems extends ErrorHandler {
    private static final String CONTENT_TYPE = "application/problem+json";

    static void answer(Exchange exchange, RequestFault fault) {
        if (fault.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
            exchange.set("Allow", "GET, HEAD");
        }
        if (fault.status() == HttpStatus.UNAUTHORIZED_401) {
            HttpGuard.CHALLENGES.forEach(
                    challenge -> exchange.response().getHeaders().add("WWW-Authenticate", challenge));
        }
        if (fault.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            exchange.set("Retry-After", "1");
        }
        exchange.set("Cache-Control", "no-store");
        String detail = fault.getMessage() == null ? "" : fault.getMessage();
        exchange.bytes(fault.status(), CONTENT_TYPE, body(fault.status(), detail, fault.parameter()));
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put("Content-Type", CONTENT_TYPE);
        String detail = message == null || code >= HttpStatus.INTERNAL_SERVER_ERROR_500
                ? HttpStatus.getMessage(code)
                : RequestFault.shown(message);
        response.write(true, ByteBuffer.wrap(body(code, detail, "")), callback);
    }

    private static byte[] body(int status, String detail, String parameter) {
        JsonBytes json = new JsonBytes().beginObject();
        json.name("type").value("about:blank");
        json.name("title").value(HttpStatus.getMessage(status));
        json.name("status").value(status);
        json.name("detail").value(detail);
        if (!parameter.isEmpty()) {
            json.name("parameter").value(parameter);
        }
        return json.endObject().toBytes();
    }
}
