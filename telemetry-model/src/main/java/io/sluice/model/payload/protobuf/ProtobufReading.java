package io.sluice.model.payload.protobuf;

import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import org.jspecify.annotations.Nullable;

/** One {@code PublishedReading}: its fields come in any order, so that it is whole before it is a reading. */
final class ProtobufReading {
    private static final int METRIC = 1;
    private static final int NUMBER = 2;
    private static final int BOOLEAN = 3;
    private static final int TEXT = 4;

    private @Nullable String metric;
    private @Nullable ReadingKind kind;
    private double number;
    private String text = "";

    private ProtobufReading() {}

    static ProtobufReading read(ProtoFields fields) {
        ProtobufReading reading = new ProtobufReading();
        while (fields.next()) {
            switch (fields.number()) {
                case METRIC -> {
                    Fault.refuseIf(reading.metric != null, "metric");
                    reading.metric = fields.text();
                }
                case NUMBER -> {
                    reading.decide(ReadingKind.NUMBER);
                    reading.number = fields.doubleNumber();
                }
                case BOOLEAN -> {
                    reading.decide(ReadingKind.BOOLEAN);
                    reading.number = fields.flag() ? 1 : 0;
                }
                case TEXT -> {
                    reading.decide(ReadingKind.TEXT);
                    reading.text = fields.text();
                }
                default -> fields.skip();
            }
        }
        return reading;
    }

    private void decide(ReadingKind sent) {
        Fault.refuseIf(kind != null, "value");
        kind = sent;
    }

    void addTo(Draft draft) {
        String name = MetricName.checked(metric == null ? "" : metric);
        if (kind == null) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "value of " + Shown.text(name) + " must be a number, boolean or text, was none that is known");
        }
        switch (kind) {
            case NUMBER -> draft.number(name, number);
            case BOOLEAN -> draft.flag(name, number != 0);
            case TEXT -> draft.text(name, text);
        }
    }
}
