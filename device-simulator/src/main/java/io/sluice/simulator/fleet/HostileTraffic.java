package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.TelemetryJson;
import io.sluice.simulator.scenario.HostileKind;
import io.sluice.simulator.scenario.TypeSpec.Hostility;
import io.sluice.simulator.signal.Noise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** What a device sends that it should not, by (seed, number of the message) alone. */
final class HostileTraffic {
    private static final int SALT = 77;
    private static final int TOO_LARGE = 300 * 1024;
    private static final int BOMB_BYTES = 1 << 20;
    private static final int TOO_DEEP = 2_000;
    private static final int TOO_WIDE = 1_100;
    private static final byte[] BOMB = bomb();

    private final SimulatedDevice device;
    private final Hostility hostility;

    HostileTraffic(SimulatedDevice device) {
        this.device = device;
        this.hostility = device.type().hostility();
    }

    /** To be sent beside the device's message of that number, where there is something. */
    Optional<Publication> at(long number, long ts) {
        if (hostility.share() == 0 || Noise.uniform(device.seed() + SALT, number) >= hostility.share()) {
            return Optional.empty();
        }
        double drawn = Noise.uniform(device.seed() + SALT + 1, number);
        HostileKind kind =
                hostility.kinds().get((int) (drawn * hostility.kinds().size()));
        return Optional.of(publication(kind, number, ts));
    }

    private Publication publication(HostileKind kind, long number, long ts) {
        String own = device.topic();
        return switch (kind) {
            case GARBAGE -> new Publication(own, garbage(number));
            case TRUNCATED -> new Publication(own, truncated(number, ts));
            case OVERSIZED -> new Publication(own, filled(TOO_LARGE)).with(0, null);
            case DEEP -> text(own, "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP));
            case WIDE -> text(own, wide());
            case IMPOSTOR -> text("telemetry/" + device.id().site() + "/somebody-else", "{\"value\":" + number + "}");
            case BAD_TOPIC -> text("telemetry/" + device.id().site() + "/no such device", "{\"value\":1}");
            case BOMB -> new Publication(own, BOMB).with(1, null).encoded("gzip");
            case NOT_FINITE -> text(own, "{\"value\":1e999}");
            case WRONG_TIME ->
                text(
                        own,
                        new TelemetryJson(1, "hostile", number + 1)
                                .number("value", 1)
                                .ended());
            case EMPTY -> text(own, "");
        };
    }

    private static Publication text(String topic, String payload) {
        return new Publication(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] garbage(long number) {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Noise.hash(device.seed() + number, i);
        }
        bytes[0] = (byte) 0xff; // nothing begins so
        return bytes;
    }

    private static byte[] truncated(long number, long ts) {
        String whole =
                new TelemetryJson(ts, "hostile", number + 1).number("value", 1).ended();
        return whole.substring(0, whole.length() / 2).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ' ');
        return bytes;
    }

    private static String wide() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < TOO_WIDE; i++) {
            json.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":").append(i);
        }
        return json.append('}').toString();
    }

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(filled(BOMB_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
        return bytes.toByteArray();
    }
}
