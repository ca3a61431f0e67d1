package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The devices of a fleet as the public API shows them, once all of them have spoken since the last fault. */
final class PublicDevices {
    private final PublicJson api;
    private final FleetHistory truth;

    PublicDevices(PublicJson api, FleetHistory truth) {
        this.api = api;
        this.truth = truth;
    }

    /** Those that are not shown alive: a death that they have outlived, or they are not known at all. */
    List<Finding> notAlive() throws IOException, InterruptedException {
        Map<DeviceId, JsonNode> shown = new HashMap<>();
        api.get("/api/v1/devices").get("devices").forEach(row -> shown.put(device(row), row));
        List<Finding> findings = new ArrayList<>();
        for (DeviceId device : truth.devices()) {
            JsonNode row = shown.get(device);
            if (row == null || !row.path("alive").asBoolean()) {
                String died = row == null ? "is not shown" : "has spoken since it died at " + row.get("diedAt");
                findings.add(new Finding(Kind.NOT_ALIVE, device.toString(), "", 0, "devices", died, ""));
            }
        }
        return findings;
    }

    /** Wills that the ledger has, counted or late. */
    long wills() throws IOException, InterruptedException {
        long wills = 0;
        for (JsonNode row : api.get("/api/v1/ledger?by=device").get("devices")) {
            if (truth.isWill(device(row), row.get("epoch").asText())) {
                wills += row.get("counted").asLong() + row.get("late").asLong();
            }
        }
        return wills;
    }

    private static DeviceId device(JsonNode row) {
        return DeviceId.of(row.get("site").asText(), row.get("device").asText());
    }
}
