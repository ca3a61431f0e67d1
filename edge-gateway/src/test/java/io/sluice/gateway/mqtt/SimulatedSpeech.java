package io.sluice.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What the device of one session says in one connection: JSON, or as a Sparkplug node first its birth, then that of a
 * device behind it, then data. Each publish has a number that tells whose it is.
 *
 * @param connection its number
 */
record SimulatedSpeech(String session, int connection) {
    private static final String SITE = "site";
    private static final String NODE = "n";
    private static final String BEHIND = ":d";
    private static final int SAYS_UP_TO = 1_000;
    private static final byte[] TIMESTAMP_1 = {8, 1};

    /** Whose connection it was that said such a number. */
    static int connectionOf(double number) {
        return (int) number / SAYS_UP_TO;
    }

    static boolean isBehind(String device) {
        return device.endsWith(BEHIND);
    }

    static String nodeOf(String device) {
        return isBehind(device) ? device.substring(0, device.length() - BEHIND.length()) : device;
    }

    private boolean isNode() {
        return session.startsWith(NODE);
    }

    /** @param count how many publishes there were before */
    String topic(int count) {
        if (!isNode()) {
            return "telemetry/" + SITE + "/" + session;
        }
        return switch (count) {
            case 0 -> ofNode("NBIRTH");
            case 1 -> ofNode("DBIRTH") + "/" + BEHIND.substring(1);
            default -> ofNode("NDATA");
        };
    }

    private String ofNode(String type) {
        return "spBv1.0/" + SITE + "/" + type + "/" + session;
    }

    byte[] payload(int count) {
        int number = connection * SAYS_UP_TO + count;
        return isNode() ? metric(number) : json(number);
    }

    private static byte[] json(int number) {
        return "{\"v\":%d}".formatted(number).getBytes(StandardCharsets.UTF_8);
    }

    /** One, with its name, its type (Int32) and its value, in a payload. */
    private static byte[] metric(int number) {
        ByteArrayOutputStream metric = new ByteArrayOutputStream();
        metric.writeBytes(new byte[] {0x0a, 1, 'v', 0x20, 3, 0x50});
        int left = number;
        for (; left > 0x7f; left >>>= 7) {
            metric.write(left | 0x80);
        }
        metric.write(left);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(0x12);
        payload.write(metric.size());
        payload.writeBytes(metric.toByteArray());
        return payload.toByteArray();
    }

    String willTopic() {
        return isNode() ? ofNode("NDEATH") : topic(0);
    }

    /** A message, a dead letter, or nothing beside the death, which is all that a node's will says. */
    byte[] will(Random random) {
        if (isNode()) {
            return TIMESTAMP_1;
        }
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> ("not to be read " + connection).getBytes(StandardCharsets.UTF_8);
            default -> json(-connection);
        };
    }

    /** Whether such a will is more than a death. */
    boolean isSaid(byte[] will) {
        return !isNode() && will.length > 0;
    }
}
