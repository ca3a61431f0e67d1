package io.sluice.gateway.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a restless client sends: all of it right, but it waits for no answer, and others come and go under its name.
 * Sessions that are kept, ended and begun anew, filters, commands, wills, every QoS. By a seed.
 */
final class RestlessPackets {
    static final int IDS = 4;

    private static final int SESSION_EXPIRY = 0x11;
    private static final int WILL_DELAY = 0x18;
    private static final String[] FILTERS = {"commands/site/#", "commands/site/restless-1/+", "telemetry/#"};
    private static final byte[] READING = "{\"values\":{\"t\":1}}".getBytes(StandardCharsets.UTF_8);

    private final Random random;
    private final boolean isMqtt5;

    RestlessPackets(long seed) {
        random = new Random(seed);
        isMqtt5 = random.nextBoolean();
    }

    /** The packets of one connection, in the order they are sent. */
    List<byte[]> sequence() {
        List<byte[]> packets = new ArrayList<>();
        packets.add(connect());
        for (int i = random.nextInt(8); i > 0; i--) {
            packets.add(anyPacket());
        }
        if (random.nextBoolean()) {
            packets.add(disconnect());
        }
        return packets;
    }

    static String clientId(int number) {
        return "restless-" + number;
    }

    private byte[] connect() {
        boolean isAnew = random.nextInt(3) == 0;
        boolean hasWill = random.nextInt(3) == 0;
        WireBytes body = new WireBytes().text("MQTT").put(isMqtt5 ? 5 : 4);
        body.put((isAnew ? 2 : 0) | (hasWill ? 0x0C : 0)).number(random.nextInt(2) * 60);
        interval(body, SESSION_EXPIRY, random.nextInt(3) * 600);
        body.text(clientId(random.nextInt(IDS)));
        if (hasWill) {
            interval(body, WILL_DELAY, random.nextInt(2));
            body.text("telemetry/site/restless").number(READING.length).put(READING);
        }
        return WireBytes.packet(0x10, body);
    }

    /** Of MQTT 5: one property, or none where it would say 0. */
    private void interval(WireBytes body, int property, int seconds) {
        if (isMqtt5 && seconds > 0) {
            body.put(5, property).number(0).number(seconds);
        } else if (isMqtt5) {
            body.put(0);
        }
    }

    private byte[] anyPacket() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> subscription(0x82);
            case 2 -> subscription(0xA2);
            case 3 -> reply();
            case 4 -> WireBytes.packet(0xC0, new WireBytes());
            case 5, 6 -> publish("commands/site/" + clientId(random.nextInt(IDS)) + "/now");
            default -> publish("telemetry/site/restless");
        };
    }

    private byte[] subscription(int firstByte) {
        WireBytes body = new WireBytes().number(packetId());
        if (isMqtt5) {
            body.put(0);
        }
        body.text(FILTERS[random.nextInt(FILTERS.length)]);
        if (firstByte == 0x82) {
            body.put(random.nextInt(3));
        }
        return WireBytes.packet(firstByte, body);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP, to what we may have been sent. */
    private byte[] reply() {
        int[] types = {0x40, 0x50, 0x62, 0x70};
        return WireBytes.packet(types[random.nextInt(types.length)], new WireBytes().number(packetId()));
    }

    private byte[] publish(String topic) {
        int qos = random.nextInt(3);
        WireBytes body = new WireBytes().text(topic);
        if (qos > 0) {
            body.number(packetId());
        }
        if (isMqtt5) {
            body.put(0);
        }
        return WireBytes.packet(0x30 | qos << 1, body.put(READING));
    }

    private int packetId() {
        return 1 + random.nextInt(5);
    }

    /** With MQTT 5 it may end the session, keep it, or want the will to be said. */
    private byte[] disconnect() {
        WireBytes body = new WireBytes();
        if (isMqtt5 && random.nextInt(4) > 0) {
            body.put(random.nextInt(3) == 0 ? 4 : 0, 5, SESSION_EXPIRY)
                    .number(0)
                    .number(random.nextInt(2) * 600);
        }
        return WireBytes.packet(0xE0, body);
    }
}
