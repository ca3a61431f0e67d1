package io.sluice.api.http;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.query.Parameters;
import io.sluice.api.query.PercentCode;
import io.sluice.api.query.RequestFault;
import io.sluice.model.identity.DeviceId;
import java.time.Clock;
import java.util.List;

/** {@code GET /api/v1/devices} and {@code /api/v1/devices/{site}/{device}}. */
final class DevicesEndpoint implements Endpoint {
    static final String PATH = "/api/v1/devices";

    private final DeviceRegistry devices;
    private final Clock clock;

    DevicesEndpoint(DeviceRegistry devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    @Override
    public void answer(Exchange exchange) {
        String path = exchange.request().getHttpURI().getPath();
        JsonBytes json = new JsonBytes();
        if (path.equals(PATH)) {
            Parameters parameters = Parameters.parse(exchange.query(), "site", "device");
            json.beginObject().name("devices").beginArray();
            devices.writeChangedSince(0, parameters.filter(), json, clock.millis());
            json.endArray().endObject();
        } else {
            Parameters.parse(exchange.query());
            writeOne(path.substring(PATH.length() + 1), json);
        }
        exchange.json(json);
    }

    private void writeOne(String path, JsonBytes json) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() != 2) {
            throw RequestFault.notFound("path must be " + PATH + "/{site}/{device}");
        }
        String site = PercentCode.decode(parts.get(0), false);
        String device = PercentCode.decode(parts.get(1), false);
        DeviceId id = DeviceId.tryOf(site, device)
                .orElseThrow(() -> RequestFault.badRequest(
                        "site and device must be ids of [A-Za-z0-9_.:-], was " + RequestFault.shown(path)));
        if (!devices.write(id, json, clock.millis())) {
            throw RequestFault.notFound("device must be one that has been seen, was " + id);
        }
    }
}
