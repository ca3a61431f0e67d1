package io.sluice.gateway.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What one device has to say: number 0 has no identities, or nothing that can be read; the others have their own. */
final class DeviceMessages {
    private final Random random;
    private final int number;
    private long lastSeq;
    private int count;

    DeviceMessages(Random random, int number) {
        this.random = random;
        this.number = number;
    }

    /** @param names under which {@link Arrived} will know its messages */
    record Publish(String payload, List<String> names, boolean isRejected) {
        /** Only MQTT 5 has a word for it, which ends a QoS 2 exchange at once. */
        boolean isRefusedWithin(boolean isMqtt5) {
            return isRejected && isMqtt5;
        }
    }

    String topic() {
        return "telemetry/site/d" + number;
    }

    String clientId() {
        return "client-" + number;
    }

    /** Of QoS 0: it may be lost. */
    String fleeting() {
        return "{\"f\":-1}";
    }

    Publish next(long nowMillis) {
        if (number == 0) {
            return random.nextBoolean() ? rejected() : unidentified();
        }
        int messages = 1 + random.nextInt(3);
        StringBuilder payload = new StringBuilder("[");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            lastSeq++;
            names.add("site/d" + number + "#" + lastSeq);
            payload.append(i == 0 ? "" : ",")
                    .append("{\"ts\":%d,\"epoch\":\"e1\",\"seq\":%d,\"values\":{\"t\":%d}}"
                            .formatted(nowMillis, lastSeq, lastSeq));
        }
        return new Publish(payload.append(']').toString(), names, false);
    }

    private Publish rejected() {
        String payload = "rejected-" + number + "-" + ++count;
        return new Publish(payload, List.of(payload), true);
    }

    private Publish unidentified() {
        int value = number * 1_000_000 + ++count;
        return new Publish("{\"v\":" + value + "}", List.of("stamped-" + value), false);
    }
}
