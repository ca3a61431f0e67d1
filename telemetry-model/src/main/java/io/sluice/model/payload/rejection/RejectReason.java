package io.sluice.model.payload.rejection;

/** Why a publish was refused, with the MQTT 5 reason code that says so. Labels are public: headers, metrics, ledger. */
public enum RejectReason {
    NOT_PARSABLE("not-parsable", 0x99),
    NOT_FINITE("not-finite", 0x99),
    NO_VALUES("no-values", 0x99),
    INVALID_VALUE("invalid-value", 0x99),
    INVALID_METRIC("invalid-metric", 0x99),
    INVALID_IDENTITY("invalid-identity", 0x99),
    UNSUPPORTED_FORMAT("unsupported-format", 0x99),
    /** Sparkplug data that uses an alias of no birth that we know; the node has been asked to be born again. */
    BIRTH_MISSING("birth-missing", 0x99),
    /** A Sparkplug death that is kept as it came. */
    DEVICE_DEATH("device-death", 0x00),
    /** A node's death of an earlier session than its last birth's. */
    STALE_DEATH("stale-death", 0x00),
    TS_OUT_OF_BOUNDS("ts-out-of-bounds", 0x83),
    TOO_LARGE("too-large", 0x83),
    TOO_DEEP("too-deep", 0x83),
    TOO_MANY_READINGS("too-many-readings", 0x83),
    NOT_AUTHORIZED("not-authorized", 0x87),
    TOPIC_INVALID("topic-invalid", 0x90),
    /** Ingest, not the gateway: a record that is no batch. */
    CORRUPT_BATCH("corrupt-batch", 0x99);

    private final String label;
    private final int mqttReasonCode;

    RejectReason(String label, int mqttReasonCode) {
        this.label = label;
        this.mqttReasonCode = mqttReasonCode;
    }

    public String label() {
        return label;
    }

    public int mqttReasonCode() {
        return mqttReasonCode;
    }
}
