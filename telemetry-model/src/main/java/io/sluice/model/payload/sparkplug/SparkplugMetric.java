package io.sluice.model.payload.sparkplug;

import io.sluice.model.payload.protobuf.ProtoFields;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import org.jspecify.annotations.Nullable;

/** One metric of a Sparkplug payload, as it was sent. */
final class SparkplugMetric {
    private static final int NAME = 1;
    private static final int ALIAS = 2;
    private static final int TIMESTAMP = 3;
    private static final int DATATYPE = 4;
    private static final int IS_NULL = 7;
    private static final int INT = 10;
    private static final int LONG = 11;
    private static final int FLOAT = 12;
    private static final int DOUBLE = 13;
    private static final int BOOLEAN = 14;
    private static final int TEXT = 15;
    /** Bytes, data set, template, extension. */
    private static final int LAST_VALUE = 19;

    /** What stands in the value. */
    enum Value {
        NONE,
        INT,
        LONG,
        NUMBER,
        BOOLEAN,
        TEXT,
        OTHER
    }

    @Nullable
    String name;

    @Nullable
    Long alias;

    @Nullable
    Long tsMillis;

    int datatype;
    Value value = Value.NONE;
    long bits;
    double number;
    String text = "";
    private boolean isNull;

    private SparkplugMetric() {}

    static SparkplugMetric read(ProtoFields fields) {
        SparkplugMetric metric = new SparkplugMetric();
        while (fields.next()) {
            if (fields.number() >= INT && fields.number() <= LAST_VALUE) {
                metric.takeValue(fields);
            } else {
                metric.takeHead(fields);
            }
        }
        if (metric.isNull) {
            metric.value = Value.NONE;
        }
        if (metric.name == null && metric.alias == null) {
            throw new RejectionException(
                    RejectReason.INVALID_METRIC, "Sparkplug metric must have a name or an alias, had neither");
        }
        return metric;
    }

    private void takeHead(ProtoFields fields) {
        switch (fields.number()) {
            case NAME -> {
                Fault.refuseIf(name != null, "name");
                name = fields.text();
            }
            case ALIAS -> {
                Fault.refuseIf(alias != null, "alias");
                alias = fields.integer();
            }
            case TIMESTAMP -> tsMillis = fields.integer();
            case DATATYPE -> datatype = (int) fields.integer();
            case IS_NULL -> isNull = fields.flag();
            default -> fields.skip();
        }
    }

    private void takeValue(ProtoFields fields) {
        Fault.refuseIf(value != Value.NONE, "value");
        switch (fields.number()) {
            case INT -> integer(Value.INT, fields.integer());
            case LONG -> integer(Value.LONG, fields.integer());
            case FLOAT -> number(fields.floatNumber());
            case DOUBLE -> number(fields.doubleNumber());
            case BOOLEAN -> integer(Value.BOOLEAN, fields.flag() ? 1 : 0);
            case TEXT -> {
                value = Value.TEXT;
                text = fields.text();
            }
            default -> {
                value = Value.OTHER;
                fields.skip();
            }
        }
    }

    private void integer(Value kind, long sent) {
        value = kind;
        bits = sent;
    }

    private void number(double sent) {
        value = Value.NUMBER;
        number = sent;
    }

    /** For messages. */
    String shown() {
        return Shown.text(name == null ? "alias " + Long.toUnsignedString(alias == null ? 0 : alias) : name);
    }
}
