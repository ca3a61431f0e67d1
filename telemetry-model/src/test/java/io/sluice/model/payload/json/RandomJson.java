package io.sluice.model.payload.json;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Payloads like those of devices, and now and then unlike. */
public final class RandomJson {
    private static final String[] ODD_VALUES = {
        "null",
        "NaN",
        "-Infinity",
        "1e999",
        "-0",
        "[1]",
        "{\"x\":1}",
        "\"\\u00e9\"",
        "\"é\"",
        "\"\\ud800\"",
        "01",
        "\"\"",
        "tru",
        "- 1"
    };
    private static final String[] ODD_MEMBERS = {
        "\"ts\":\"2024-11-24T01:39:05.544Z\"",
        "\"ts\":0",
        "\"ts\":null",
        "\"seq\":0",
        "\"seq\":9007199254740992",
        "\"seq\":1.5",
        "\"epoch\":\"a b\"",
        "\"epoch\":5",
        "\"epoch\":null",
        "\"values\":{}",
        "\"values\":1",
        "\"a+b\":1",
        "\"\":1",
        "\"a\\u0062\":2",
        "\"unit\":\"C\"",
        "\"t\":1,\"t\":2",
        "\"ts\":1732412345000,\"ts\":1732412345000"
    };

    private final SplittableRandom random;
    private final int oddInHundred;

    RandomJson(SplittableRandom random, int oddInHundred) {
        this.random = random;
        this.oddInHundred = oddInHundred;
    }

    String payload() {
        if (random.nextInt(4) != 0) {
            return message();
        }
        StringBuilder array = new StringBuilder("[").append(message());
        for (int n = random.nextInt(4); n > 0; n--) {
            array.append(blank()).append(',').append(blank()).append(message());
        }
        return array.append(blank()).append(']').append(blank()).toString();
    }

    private String message() {
        StringBuilder json = new StringBuilder("{").append(blank());
        boolean flat = random.nextBoolean();
        String values = members();
        json.append(flat ? values : "\"values\":" + blank() + "{" + values + "}");
        if (random.nextBoolean()) {
            json.append(",\"ts\":").append(blank()).append(1_732_412_345_678L - random.nextInt(1_000_000));
        }
        if (random.nextBoolean()) {
            json.append(",\"epoch\":\"e-").append(random.nextInt(99)).append("\",\"seq\":");
            json.append(1 + random.nextLong(1L << random.nextInt(1, 53)));
        }
        if (odd()) {
            json.append(',').append(ODD_MEMBERS[random.nextInt(ODD_MEMBERS.length)]);
        }
        return json.append(blank()).append('}').toString();
    }

    private String members() {
        StringBuilder members = new StringBuilder();
        int first = random.nextInt(100);
        for (int i = 0, n = 1 + random.nextInt(odd() ? 14 : 6); i < n; i++) {
            members.append(i == 0 ? "" : ",").append(blank());
            members.append(random.nextInt(4) == 0 ? "\"metric of a long name " : "\"metric ");
            members.append(first + i).append('"').append(blank());
            members.append(':').append(blank()).append(odd() ? ODD_VALUES[random.nextInt(ODD_VALUES.length)] : value());
        }
        return members.append(blank()).toString();
    }

    private String value() {
        return switch (random.nextInt(8)) {
            case 0 -> Boolean.toString(random.nextBoolean());
            case 1 -> "\"text, {0} [" + random.nextInt(99) + "]\"";
            case 2 -> Integer.toString(1 + random.nextInt(99_999));
            case 3 -> "" + (random.nextLong() | 1);
            case 4 -> digits(1 + random.nextInt(20)) + "." + digits(1 + random.nextInt(20));
            case 5 -> finite(random.nextLong());
            case 6 -> digits(1 + random.nextInt(17)) + (random.nextBoolean() ? "e" : "E-") + random.nextInt(30);
            default -> Double.toString(Math.round(random.nextDouble(-1e4, 1e4) * 100) / 100.0);
        };
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (digits.length() < count) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static String finite(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isFinite(value) ? Double.toString(value) : "0.5";
    }

    private boolean odd() {
        return random.nextInt(100) < oddInHundred;
    }

    private String blank() {
        return random.nextInt(8) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }

    /** Some bytes of it others, dropped, doubled, or the end cut off. */
    public static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 2)) : whole.clone();
        for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) "{}[]\",:0-eN.\\ t+".charAt(random.nextInt(16));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                default -> System.arraycopy(bytes, at, bytes, Math.max(0, at - 1), bytes.length - at);
            }
        }
        return bytes;
    }
}
