package io.sluice.api.devices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads what ingest writes about a device; the whole text is checked, since it is passed on as it is. */
final class TwinParser {
    private static final JsonFactory JSON = new JsonFactory();

    private String site = "";
    private String device = "";
    private long lastSeen;
    private long cadence;
    private boolean isAlive = true;

    private TwinParser() {}

    /** Empty where it is no such text. */
    static Optional<DeviceTwin> parse(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            TwinParser twin = new TwinParser();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                twin.read(json.currentName(), json);
            }
            long end = json.currentLocation().getByteOffset();
            return json.nextToken() == null ? twin.build(Arrays.copyOf(bytes, (int) end - 1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void read(String name, JsonParser json) throws IOException {
        json.nextToken();
        switch (name) {
            case "site" -> site = json.getText();
            case "device" -> device = json.getText();
            case "lastSeen" -> lastSeen = json.getLongValue();
            case "cadenceMillis" -> cadence = json.getLongValue();
            case "alive" -> isAlive = json.getBooleanValue();
            default -> json.skipChildren();
        }
    }

    private Optional<DeviceTwin> build(byte[] open) {
        return DeviceId.tryOf(site, device).map(id -> new DeviceTwin(id, lastSeen, cadence, isAlive, open));
    }
}
