package io.sluice.api.http;

import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.SeriesFilter;
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
    private final LongAnswers answers;

    DevicesEndpoint(DeviceRegistry devices, Clock clock, LongAnswers answers) {
        this.devices = devices;
        this.clock = clock;
        this.answers = answers;
    }

    @Override
    public void answer(Exchange exchange) {
        String path = exchange.request().getHttpURI().getPath();
        if (path.equals(PATH)) {
            SeriesFilter filter =
                    Parameters.parse(exchange.query(), "site", "device").filter();
            answers.begin(exchange, devices.list(filter, clock.millis()));
        } else {
            Parameters.parse(exchange.query());
            JsonBytes json = new JsonBytes();
            writeOne(path.substring(PATH.length() + 1), json);
            exchange.json(json);
        }
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
