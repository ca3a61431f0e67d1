package io.sluice.model.payload.senml;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The labels of RFC 8428, section 4, and their numbers in CBOR, section 6. */
enum SenmlLabel {
    BASE_VERSION("bver", -1),
    BASE_NAME("bn", -2),
    BASE_TIME("bt", -3),
    BASE_UNIT("bu", -4),
    BASE_VALUE("bv", -5),
    BASE_SUM("bs", -6),
    NAME("n", 0),
    UNIT("u", 1),
    VALUE("v", 2),
    STRING_VALUE("vs", 3),
    BOOLEAN_VALUE("vb", 4),
    SUM("s", 5),
    TIME("t", 6),
    UPDATE_TIME("ut", 7),
    DATA_VALUE("vd", 8);

    private static final Map<String, SenmlLabel> IN_JSON = by(label -> label.json);
    private static final Map<String, SenmlLabel> IN_CBOR = by(label -> Integer.toString(label.cbor));

    private final String json;
    private final int cbor;

    SenmlLabel(String json, int cbor) {
        this.json = json;
        this.cbor = cbor;
    }

    private static Map<String, SenmlLabel> by(Function<SenmlLabel, String> key) {
        return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, Function.identity()));
    }

    /** Null for a label of an extension. */
    static @Nullable SenmlLabel of(String member, boolean isCbor) {
        return (isCbor ? IN_CBOR : IN_JSON).get(member);
    }

    /** As JSON has it, for messages. */
    String label() {
        return json;
    }

    boolean isBase() {
        return cbor < 0;
    }
}
