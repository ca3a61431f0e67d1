package io.sluice.api.http;

import io.sluice.api.query.RequestFault;
import io.sluice.kit.access.HostRule;
import io.sluice.kit.access.HttpGuard;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** From path to endpoint, for those who are let in. */
final class Routes extends Handler.Abstract {
    private static final String API = "/api/";

    private final Map<String, Endpoint> endpoints;
    private final Endpoint device;
    private final Endpoint page;
    private final HttpGuard guard;
    private final Cors cors;
    private final HostRule hosts;

    Routes(
            Map<String, Endpoint> endpoints,
            Endpoint device,
            Endpoint page,
            HttpDoor.Audience audience,
            HostRule hosts) {
        this.endpoints = Map.copyOf(endpoints);
        this.device = device;
        this.page = page;
        this.guard = audience.guard();
        this.cors = new Cors(audience.corsOrigin());
        this.hosts = hosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(request, response, callback);
        String path = request.getHttpURI().getPath();
        try {
            hosts.fault(exchange.header("Host").orElse(null)).ifPresent(fault -> {
                throw RequestFault.misdirected(fault);
            });
            if (path.startsWith(API)) {
                if (!Cors.isPreflight(exchange)) {
                    cors.allow(exchange);
                } else if (cors.answerPreflight(exchange)) {
                    return true;
                }
            }
            if (!guard.admits(path, exchange.header("Authorization").orElse(null))) {
                throw RequestFault.notAdmitted();
            }
            find(request.getMethod(), path).answer(exchange);
        } catch (RequestFault fault) {
            Problems.answer(exchange, fault);
        }
        return true;
    }

    private Endpoint find(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw RequestFault.badMethod(method);
        }
        Endpoint exact = endpoints.get(path);
        if (exact != null) {
            return exact;
        }
        if (path.startsWith(DevicesEndpoint.PATH + "/")) {
            return device;
        }
        if (path.startsWith(API)) {
            throw RequestFault.notFound("path must be one that is in /openapi.yaml, was " + RequestFault.shown(path));
        }
        return page;
    }
}
