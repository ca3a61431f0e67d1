package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.Death;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.WillHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The devices of a fleet as the public API shows them, once all that live have spoken since the last fault. */
final class PublicDevices {
    private final PublicJson api;
    private final FleetHistory truth;

    PublicDevices(PublicJson api, FleetHistory truth) {
        this.api = api;
        this.truth = truth;
    }

    /**
     * Those that live and are not shown alive: a death that they have outlived, or they are not known at all. And those
     * whose death is certain and that are not shown dead; where it is not, they may be shown as either.
     */
    List<Finding> wronglyShown() throws IOException, InterruptedException {
        Map<DeviceId, JsonNode> shown = new HashMap<>();
        api.get("/api/v1/devices").get("devices").forEach(row -> shown.put(device(row), row));
        Map<DeviceId, Death> deaths = deaths();
        List<Finding> findings = new ArrayList<>();
        for (DeviceId device : truth.devices()) {
            JsonNode row = shown.getOrDefault(device, MissingNode.getInstance());
            Death death = deaths.get(device);
            if (death == null && !row.path("alive").asBoolean()) {
                String died = row.isMissingNode() ? "is not shown" : "has spoken since it died at " + row.get("diedAt");
                findings.add(new Finding(Kind.NOT_ALIVE, device.toString(), "", 0, "devices", died, ""));
            } else if (death != null && death.isCertain() && !isDead(row)) {
                findings.add(notDead(death, row));
            }
        }
        return findings;
    }

    private static boolean isDead(JsonNode row) {
        return !row.path("alive").asBoolean(true) && row.path("diedAt").asLong() > 0;
    }

    /** Under the will's name, so that it is looked up how far that came. */
    private static Finding notDead(Death death, JsonNode row) {
        String shown = row.isMissingNode()
                ? "is not shown"
                : "is shown with alive " + row.path("alive") + ", diedAt "
                        + row.path("diedAt").asText("none");
        String detail = "broke off for good on a connection that was let in and acknowledged until "
                + death.acknowledgedTs() + ", " + shown;
        return new Finding(
                Kind.NOT_DEAD, death.device().toString(), death.will(), WillHistory.SEQ, "devices", detail, "");
    }

    private Map<DeviceId, Death> deaths() {
        return truth.deaths().stream().collect(Collectors.toMap(Death::device, death -> death));
    }

    static DeviceId device(JsonNode row) {
        return DeviceId.of(row.get("site").asText(), row.get("device").asText());
    }
}
